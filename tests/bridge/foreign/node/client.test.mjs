// A client in Node, with nothing of Tollbridge's: it finds the workers, reads their statistics, has a payment made, and
// reads its record.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { jetstreamManager } from "@nats-io/jetstream";
import { Svcm } from "@nats-io/services";
import { connect, headers } from "@nats-io/transport-node";

const NAME = "tollbridge-worker";
let nc;

before(async () => {
  nc = await connect({ servers: process.env.NATS_URL });
});
after(async () => {
  await nc?.close();
});

async function all(iterator) {
  const found = [];
  for await (const each of iterator) found.push(each);
  return found;
}

test("workers are discovered", async () => {
  const client = new Svcm(nc).client({ strategy: "timer", maxWait: 700 });
  const pings = await all(await client.ping(NAME));
  assert.ok(pings.length > 0, "no worker answers a ping");
  for (const ping of pings) assert.equal(ping.metadata.connectors, "stripe");
  for (const info of await all(await client.info(NAME))) {
    assert.ok(info.endpoints.some((each) => each.subject === "hyperswitch.payments.*.authorize.stripe.*"));
  }
});

test("a payment is made, counted and recorded", async () => {
  const asked = headers();
  asked.set("Tollbridge-Connector", "stripe");
  asked.set("Tollbridge-Config", process.env.CONFIG);
  asked.set("Idempotency-Key", "node-1");
  const reply = await nc.request("hyperswitch.payments.shop-1.authorize", process.env.PAYMENT, {
    timeout: 15000,
    headers: asked,
  });
  const answer = reply.json();
  assert.equal(answer.state, "DONE", JSON.stringify(answer.problem));
  assert.equal(answer.result.status, "CHARGED");

  const manager = await jetstreamManager(nc);
  const kept = await manager.direct.getMessage("OPS", { last_by_subj: `tollbridge.ops.stripe.${answer.op_id}` });
  const record = kept.json();
  assert.deepEqual([record.state, record.operation, record.merchant_id], ["DONE", "authorize", "shop-1"]);
  assert.deepEqual(record.result, answer.result);

  const client = new Svcm(nc).client({ strategy: "timer", maxWait: 700 });
  const stats = await all(await client.stats(NAME));
  const done = stats.flatMap((each) => each.endpoints ?? []).reduce((sum, each) => sum + each.num_requests, 0);
  assert.ok(done > 0, "no worker counts the payment");
});
