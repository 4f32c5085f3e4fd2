// A worker for a processor of your own, in Node, with nothing of Tollbridge's: @nats-io, and the protocol by its document
// (docs/how-to/write-a-worker.md, docs/reference/bridge-messages.md).
//
//   npm ci
//   NATS_URL=nats://127.0.0.1:4222 PROCESSOR_URL=https://api.acme.example PROCESSOR_KEY=... node worker.mjs acme
//
// It does payments.authorize of one connector. It claims an operation before it sends anything, sends each attempt with
// the same idempotency key, and writes down how it ended before it says so. processor.mjs is yours to replace.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { JetStreamApiError, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Svcm } from "@nats-io/services";
import { connect, headers as noHeaders } from "@nats-io/transport-node";

import { charge, KEYS_KEPT_S, NotDone, Refused } from "./processor.mjs";

const SLOTS = 16; // operations at once
const LATER_S = 15; // a consumer delivers six times: longer waits, and those after the third time,
const SPARE = 3; // are schedules of the server
const YOUNG_S = 6; // card data is put aside while the operation is stored
const DAY_S = 86_400;
const RECORD_DAYS = 35; // the record is kept longer than the message
const MANUAL_DAYS = 400;
const WRONG_LAST_SEQUENCE = 10071;
const FINAL = ["DONE", "REJECTED", "MANUAL"];

/** Another attempt has the operation. */
class Lost extends Error {}

/** A message that no attempt can do anything with. */
class Unusable extends Error {}

const now = () => Date.now() / 1000;
const encode = (value) => JSON.stringify(value);

class Worker {
  constructor(nc, manager, connector) {
    this.nc = nc;
    this.js = jetstream(nc);
    this.manager = manager;
    this.connector = connector;
    this.id = `node-${randomUUID().slice(0, 8)}`;
    this.processorS = 10;
    this.buckets = new Map([["SEALED", "sealed"]]); // where card data lies, and how its subjects begin
    this.leaving = new AbortController();
  }

  // -- what comes -----------------------------------------------------------------------------------------------------

  /** One slot: a message at a time. A pull request dies with the connection: so it is made anew every few seconds. */
  async pull(stream, name) {
    let consumer;
    while (!this.leaving.signal.aborted) {
      try {
        consumer ??= await this.js.consumers.get(stream, name);
        const message = await consumer.next({ expires: 2000 });
        if (message) await this.handle(message);
      } catch {
        await sleep(500); // no connection, or the consumer is moving
      }
    }
  }

  /** Whatever happens, the message is not lost: it comes again. */
  async handle(message) {
    let job;
    try {
      job = await this.job(message);
      await this.carryOut(job);
    } catch (error) {
      console.error(`${message.subject}: ${error.constructor.name}: ${error.message}`);
      if (error instanceof Unusable) message.term(error.message); // the bridges make a dead letter of it
      else if (job) await this.later(job, 2).catch(() => message.nak(2000));
      else message.nak(2000);
    }
  }

  async job(message) {
    let { subject, headers } = message;
    const job = { message, body: message.data, stream: message.info.stream, sequence: message.info.streamSequence };
    job.at = message.info.timestampNanos / 1e9;
    if (subject.startsWith("tollbridge.retry.")) {
      // it points to the operation
      job.stream = headers.get("Tollbridge-Stream");
      job.sequence = Number(headers.get("Tollbridge-Sequence"));
      const found = await this.manager.direct.getMessage(job.stream, { seq: job.sequence });
      if (!found) throw new Unusable("the operation is gone from its stream");
      subject = found.subject;
      headers = found.header;
      job.body = found.data;
      job.at = found.time.getTime() / 1000;
    }
    const parts = subject.split(".");
    const get = (name) => headers?.get(name) ?? "";
    Object.assign(job, {
      subject,
      get,
      merchantId: parts[2],
      opId: parts[5],
      hash: get("Tollbridge-Request-Hash"),
      key: get("Tollbridge-Idempotency-Key"),
      deadline: Number(get("Tollbridge-Deadline") || NaN) / 1000,
    });
    if (parts.length !== 6 || parts[3] !== "authorize" || !job.hash || !job.key || Number.isNaN(job.deadline)) {
      throw new Unusable("it is no operation");
    }
    return job;
  }

  // -- the state machine ----------------------------------------------------------------------------------------------

  async carryOut(job) {
    let unsure;
    for (;;) {
      const [earlier, revision] = await this.read(job);
      if (earlier && !(await this.isOpen(job, earlier))) return;
      try {
        unsure = await this.claim(job, earlier ?? {}, revision);
        break;
      } catch (error) {
        if (!(error instanceof Lost)) throw error; // else another worker was faster: look again
      }
    }
    if (now() >= job.deadline) {
      await this.giveUp(job, unsure, "DEADLINE_EXCEEDED", "its deadline passed; nothing was sent");
      return;
    }
    const request = await this.whole(job);
    if (!request) await this.giveUp(job, unsure, "CARD_DATA_EXPIRED", "the card data is gone; send it anew");
    else if (unsure && now() - job.record.accepted_at >= KEYS_KEPT_S) await this.giveUp(job, unsure, "", "");
    else await this.attempt(job, request, unsure);
  }

  /** Whether there is something to do; else the delivery is settled. */
  async isOpen(job, record) {
    if (record.request_hash !== job.hash) throw new Unusable("another request has this operation's record");
    job.deadline = Math.max(job.deadline, record.deadline ?? 0); // a person may have given it more time
    if (FINAL.includes(record.state)) {
      this.tell(job, record);
      return false;
    }
    const until = (record.state === "CLAIMED" ? record.lease_until : record.retry_at) ?? 0;
    if (until <= now()) return true;
    await this.later(job, until - now() + 0.05); // another has it, or it is not its time
    return false;
  }

  /** Whether an attempt before this one may have been carried out. Throws Lost. */
  async claim(job, earlier, revision) {
    const at = now();
    const unsure = Boolean(earlier.sent) || ["CLAIMED", "UNKNOWN"].includes(earlier.state);
    job.record = {
      op_id: job.opId,
      connector: this.connector,
      operation: "authorize",
      merchant_id: job.merchantId,
      request_hash: job.hash,
      environment: job.get("Tollbridge-Environment"),
      state: "CLAIMED",
      owner: `${this.id}.${randomUUID()}`,
      claimed_at: at,
      lease_until: at + 1.2 * this.processorS,
      attempts: (earlier.attempts ?? 0) + 1,
      accepted_at: job.at,
      changed_at: at,
      deadline: job.deadline,
      stream: job.stream,
      stream_seq: job.sequence,
      sent: unsure,
    };
    await this.write(job, revision, at + 0.6 * this.processorS);
    return unsure;
  }

  async attempt(job, request, unsure) {
    const left = job.record.lease_until - now() - 0.2 * this.processorS;
    let result;
    try {
      if (left <= 0) throw new NotDone("the claim took too long");
      // after the lease another may have it
      result = await charge(request, job.key, AbortSignal.timeout(Math.round(left * 1000)));
    } catch (error) {
      const message = String(error.message);
      if (error instanceof NotDone && !unsure) {
        await this.putOff(job, "ACCEPTED", { reason: "UNREACHABLE", message });
      } else if (error instanceof Refused && !unsure) {
        await this.end(job, "REJECTED", "rejected", { problem: { reason: "REJECTED", message } });
      } else {
        // nobody knows what the processor did, now or before
        await this.putOff(job, "UNKNOWN", { reason: "OUTCOME_UNKNOWN", message });
      }
      return;
    }
    await this.end(job, "DONE", result.error ? "declined" : "ok", { result });
  }

  /** Nothing more is tried. Of what may have been carried out nobody says that it failed: that is for a person. */
  async giveUp(job, unsure, reason, message) {
    if (!unsure) {
      await this.end(job, "REJECTED", reason.toLowerCase(), { problem: { reason, message } });
      return;
    }
    const why = "an attempt ended without a word, and it cannot be repeated with its key";
    await this.end(job, "MANUAL", "manual", { problem: { reason: "OUTCOME_UNKNOWN", message: why } });
    const alert = { kind: "manual", why, at: now(), connector: this.connector, op_id: job.opId };
    await this.js
      .publish("tollbridge.alerts.manual", encode({ ...alert, merchant_id: job.merchantId, operation: "authorize" }))
      .catch(() => {});
  }

  // -- its end --------------------------------------------------------------------------------------------------------

  async putOff(job, state, problem) {
    const wait = Math.min(30, 2 ** job.record.attempts / 2, Math.max(0, job.deadline - now()));
    console.error(`${job.opId}: ${problem.message}; it is tried again in ${wait.toFixed(1)} s`);
    const sent = job.record.sent || state === "UNKNOWN";
    Object.assign(job.record, { state, problem, sent, owner: "", lease_until: 0, retry_at: now() + wait, changed_at: now() });
    try {
      await this.write(job, job.revision);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
    await this.later(job, wait);
  }

  /** The record first, then the answer, then the acknowledgement. */
  async end(job, state, outcome, more) {
    Object.assign(job.record, { state, outcome, owner: "", lease_until: 0, changed_at: now(), ...more });
    try {
      await this.write(job, job.revision);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      await this.later(job, 1); // somebody took over: their record counts
      return;
    }
    this.tell(job, job.record);
  }

  tell(job, record) {
    const { state, outcome, result, problem } = record;
    const replyTo = job.get("Tollbridge-Reply-To");
    if (replyTo) {
      this.nc.publish(replyTo, encode({ op_id: job.opId, state, attempt: record.attempts, outcome, result, problem }));
    }
    if (job.get("Tollbridge-Sealed")) {
      // nobody needs it any more
      const headers = noHeaders();
      headers.set("Nats-TTL", "1s");
      for (const root of this.buckets.values()) {
        this.nc.publish(`tollbridge.${root}.${this.connector}.${job.opId}.${job.hash}`, "", { headers });
      }
    }
    job.message.ack();
  }

  /** It comes again after so long. */
  async later(job, wait) {
    if (wait <= LATER_S && job.message.info.deliveryCount <= SPARE) {
      job.message.nak(Math.round(Math.max(50, wait * 1000)));
      return;
    }
    const its = `${this.connector}.${job.opId}`;
    const headers = noHeaders();
    headers.set("Nats-Schedule", `@at ${new Date(Date.now() + wait * 1000).toISOString()}`);
    headers.set("Nats-Schedule-Target", `tollbridge.retry.due.${its}`);
    headers.set("Nats-Schedule-TTL", "168h");
    headers.set("Tollbridge-Stream", job.stream);
    headers.set("Tollbridge-Sequence", String(job.sequence));
    headers.set("Tollbridge-Subject", job.subject);
    headers.set("Tollbridge-Sweeps", "0");
    await this.js.publish(`tollbridge.retry.at.${its}`, "", { headers });
    job.message.ack();
  }

  // -- records and card data ------------------------------------------------------------------------------------------

  async read(job) {
    const found = await this.last("OPS", `tollbridge.ops.${this.connector}.${job.opId}`);
    return found ? [found.json(), found.seq] : [undefined, 0];
  }

  /** The last message of a subject; undefined where there is none. */
  async last(stream, subject) {
    return (await this.manager.direct.getMessage(stream, { last_by_subj: subject })) ?? undefined;
  }

  /** Throws Lost where somebody else has changed the record since it was read. */
  async write(job, revision, until = Infinity) {
    const { record } = job;
    const subject = `tollbridge.ops.${this.connector}.${job.opId}`;
    const body = encode(record);
    const headers = noHeaders();
    headers.set("Nats-Expected-Last-Subject-Sequence", String(revision));
    headers.set("Tollbridge-State", record.state);
    const lookAt = record.lease_until || record.retry_at;
    if (lookAt) headers.set("Tollbridge-Lease", lookAt.toFixed(3));
    if (FINAL.includes(record.state)) {
      headers.set("Nats-TTL", `${(record.state === "MANUAL" ? MANUAL_DAYS : RECORD_DAYS) * DAY_S}s`);
    }
    for (;;) {
      try {
        job.revision = (await this.js.publish(subject, body, { headers, timeout: 2000 })).seq;
        return;
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE) {
          // by another, or by ourselves, and the word of it was lost
          const found = await this.last("OPS", subject);
          if (!found || found.string() !== body) throw new Lost();
          job.revision = found.seq;
          return;
        }
        if (now() >= until) throw new Lost(); // perhaps it was written, perhaps not
        await sleep(100);
      }
    }
  }

  /** The request with its card data, which lies in memory for minutes; undefined where that is gone. */
  async whole(job) {
    let request;
    try {
      request = JSON.parse(new TextDecoder().decode(job.body));
    } catch {
      throw new Unusable("the body is not JSON");
    }
    if (!job.get("Tollbridge-Sealed")) return request;
    let found;
    for (;;) {
      const young = now() - job.at <= YOUNG_S;
      for (const [stream, root] of this.buckets) {
        const query = { last_by_subj: `tollbridge.${root}.${this.connector}.${job.opId}.${job.hash}` };
        // that it is gone is said by the stream's leader: a replica may be behind
        const its = await (young ? this.manager.direct : this.manager.streams).getMessage(stream, query);
        if (its?.data.length) found = its;
      }
      if (found || !young) break;
      await sleep(50);
    }
    if (!found) return undefined;
    const sealed = found.json();
    if (sealed.request_hash !== job.hash) throw new Unusable("the sealed part is of another request");
    for (const [path, value] of sealed.fields ?? []) {
      let place = request;
      for (const step of path.slice(0, -1)) place = place[step];
      place[path.at(-1)] = value;
    }
    return request;
  }

  // -- its life -------------------------------------------------------------------------------------------------------

  /** Those that `tollbridge streams apply` has made for this connector. */
  async consumers() {
    const second = await this.manager.streams.info("SEALED_B").catch(() => undefined);
    if (second) this.buckets.set("SEALED_B", "sealed_b"); // in a cluster there are two, as of the streams of payments
    const found = [];
    for (const [stream, kind] of [
      ["PAYMENTS", "payments_authorize"], // one stream on one machine, a pair of them in a cluster
      ["PAYMENTS_A", "payments_authorize"],
      ["PAYMENTS_B", "payments_authorize"],
      ["RETRY", "retry"],
    ]) {
      const name = `${kind}_${this.connector}`;
      const info = await this.manager.consumers.info(stream, name).catch(() => undefined);
      if (info) found.push([stream, name]);
      // the processor's time, as the bridge's settings have it
      if (info && kind !== "retry") this.processorS = info.config.ack_wait / 1e9 / 1.5;
    }
    return found;
  }

  async run() {
    const consumers = await this.consumers();
    if (!consumers.length) {
      throw new Error(`nothing for ${this.connector}: put it into bridge.connectors, tollbridge streams apply`);
    }
    const service = await new Svcm(this.nc).add({
      name: "tollbridge-worker",
      version: "1.0.0",
      description: "A worker of our own",
      metadata: { connectors: this.connector, operations: "payments.authorize", schema: "1" },
    });
    this.nc.subscribe(`tollbridge.workers.${service.info().id}.drain`, {
      callback: (_, message) => {
        message.respond(encode({ draining: true }));
        this.leaving.abort();
      },
    });
    for (const name of ["SIGTERM", "SIGINT"]) process.on(name, () => this.leaving.abort());
    const slots = consumers.flatMap((each) => Array.from({ length: SLOTS }, () => this.pull(...each)));
    console.log(`ready ${service.info().id}`);
    if (!this.leaving.signal.aborted) await new Promise((left) => this.leaving.signal.addEventListener("abort", left));
    await service.stop();
    await Promise.all(slots); // what is begun is ended
  }
}

const nc = await connect({ servers: process.env.NATS_URL, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
try {
  await new Worker(nc, await jetstreamManager(nc), process.argv[2]).run();
} finally {
  await nc.close();
}
