"""The state machine of an operation, as a worker walks it:

    (stored) --claim--> CLAIMED --answer--> DONE --reply, ack
                           |  nothing was sent: released, and tried again until the deadline; or REJECTED
                           |  nobody knows: UNKNOWN --same key, or sync--> DONE | claimed again | MANUAL

A claim is a change of the operation's record that only one attempt can make, written to disk before a byte leaves. The
record is the truth; the message in the stream only says that there is something to do, and the reply is the fast path.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

import msgspec

from tollbridge.bridge import messages as wire
from tollbridge.bridge.alerts import ACCOUNT_PAUSED, MANUAL
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.dead_letters import DeadLetters, LetterHooks
from tollbridge.bridge.evidence import Gone
from tollbridge.bridge.horizon import Horizon
from tollbridge.bridge.inbox import forget
from tollbridge.bridge.messages import Problem, State
from tollbridge.bridge.problems import problem_of
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.records import Found, OperationRecord, Stale
from tollbridge.bridge.schedules import Schedules
from tollbridge.bridge.split import join
from tollbridge.bridge.streams import LEASE_FACTOR, processor_timeout_s
from tollbridge.bridge.worker.attempt import Attempt
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.opening import Opening
from tollbridge.bridge.worker.policy import RESTORED, UNASKED, UNRECORDED, UNSEALED, Judged, Next, backoff, judge
from tollbridge.bridge.worker.preceding import AFTER_WAIT_S, name_payment, settling_s
from tollbridge.bridge.worker.recall import claim_of, recall
from tollbridge.bridge.worker.refusing import Refusing, Unusable
from tollbridge.bridge.worker.renewals import Renewals
from tollbridge.bridge.worker.settling import Verdict, bars, fitting, judge as judge_payment, may_repeat, question
from tollbridge.bridge.worker.work import Gates, Hooks, Poisoned, Work, request_of, work_of
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.operations import SYNC
from tollbridge.service import Service
from tollbridge.service.calls import where
from tollbridge.service.errors import Expired, TooLate, Unpreceded
from tollbridge.service.refusals import Refusal, refusal

_log = logging.getLogger("tollbridge.bridge")
WRITE_AGAIN_S = 0.1
MAX_PAYLOAD, ENVELOPE_BYTES = 1024 * 1024, 4096
"""What a server takes that does not say; and what a record, or an answer, has beside the result."""


class Steps:
    """Carries deliveries through. One for all consumers of a worker."""

    def __init__(self, client: BridgeClient, service: Service, worker_id: str, hooks: Hooks | None = None,
                 gates: Gates | None = None, clock: Callable[[], float] = time.time) -> None:
        self._client, self._service, self._id = client, service, worker_id
        self._records, self._bucket, self._audit = client.records, client.bucket, client.audit
        self.letters = DeadLetters.of(client)
        self.schedules = Schedules(client.publisher)
        self._horizon = Horizon(client.connection)
        self.hooks = self._hooks = LetterHooks(self.letters, hooks or Hooks())
        self._gates = gates or Gates()
        self._clock = clock
        self._refusing = Refusing(client, self._hooks, self._horizon, lambda: self._clock())
        self._opening = Opening(client, lambda: self._clock())
        self._renewals = Renewals(client.records, client.options.streams.processor_timeouts_s, lambda: self._clock())
        self.claims = True
        """False for one purpose: to prove that the checkers of tests find the double charges that come of it."""

    async def handle(self, delivery: Delivery) -> None:
        """Never raises for what a message can hold, or what a processor can answer."""
        try:
            work = work_of(delivery, self._clock(), self._opening.accept(delivery))
        except (Poisoned, Forged) as error:
            await self._poisoned(delivery, error)
            return
        except Unavailable as error:
            await self._back(delivery, delivery.subject, error)
            return
        self._renewals.begin(work)
        try:
            await self._handle(work)
        except (Poisoned, Forged, Gone) as error:
            await self._unusable(work, error)
        except Unavailable as error:
            await self._back(delivery, work.name, error, level=logging.WARNING)
        except Exception as error:  # noqa: BLE001 - of whatever kind, the message must not be lost
            await self._back(delivery, work.name, f"fault={where(error)}", more=2)
        finally:
            self._renewals.end(work)
            forget(work.asked)
            await self._gates.let_go(work)

    async def _handle(self, work: Work) -> None:
        await self._hooks.reached("before_claim", work)
        held, left = await self._gates.hold_s(work), work.deadline - self._clock()
        if held > 0 and left > 0:
            work.delivery.held_s = min(held, left)
            await self._later(work, work.delivery.held_s)
            return
        found = None
        if work.delivery.again or work.delivery.headers.get(wire.AFTER):
            found = await self._records.get(work.address.connector, work.address.op_id)
        while True:
            if found is not None and not await self._open(work, found):
                return
            try:
                if await self._over(work, found) or not await self._preceded(work, found):
                    return
                if work.asked is None and wire.SEALED in work.delivery.headers:  # both are on their way at once
                    work.asked = await self._bucket.ask(work.address.connector, work.address.op_id, work.hash)
                await self._claim(work, found)
                break
            except Stale:
                found = await self._records.get(work.address.connector, work.address.op_id)
        await self._hooks.reached("claimed", work)
        if work.unrecorded:
            await self._manual(work, UNRECORDED)
        else:
            await self._attempt(work)

    # -- before the claim ---------------------------------------------------------------------------------------------
    async def _open(self, work: Work, found: Found) -> bool:
        """Whether there is something to do; else the delivery is settled."""
        record = found.record
        if not record.of(work.hash):
            await self._poisoned(work.delivery, Poisoned("another request has this operation's record"))
            return False
        work.deadline = max(work.deadline, record.deadline)  # a person may have given it more time
        if record.final:
            await self._keep(work, record)
            await self._reply(work, record)
            if record.state != State.MANUAL:
                await self._drop(work)
            await self._ack(work, await self._opening.ended(work, record, again=True))
            return False
        now = self._clock()
        if self.claims and record.state == State.CLAIMED and record.lease_until > now:
            await self._later(work, record.lease_until - now + 0.05)
            return False
        if record.state != State.CLAIMED and record.retry_at is not None and record.retry_at > now + 0.01:
            await self._later(work, record.retry_at - now)
            return False
        work.sent = record.sent or record.state in (State.CLAIMED, State.UNKNOWN)
        return True

    async def _over(self, work: Work, found: Found | None) -> bool:
        """Whether its time is over: it ends then, as far as anybody knows."""
        if self._clock() < work.deadline:
            return False
        await self._claim(work, found)
        if work.sent:
            await self._manual(work, UNRECORDED if work.unrecorded else
                               "its time is over, and nobody knows whether it was carried out")
        else:
            last = found.record.problem if found is not None else None
            await self._refuse(work, last or problem_of(refusal(TooLate("its deadline passed; nothing was sent"))))
        return True

    async def _preceded(self, work: Work, found: Found | None) -> bool:
        """Whether what has to be done first is done; else the delivery waits, or the operation ends."""
        after = work.delivery.headers.get(wire.AFTER)
        if not after:
            return True
        before = await self._records.find(after, work.address.connector)
        if before is None or not before.record.final:
            waited = max(0.0, self._clock() - work.delivery.at)
            await self._later(work, max(backoff(min(work.delivery.delivered, 4)), min(waited / 4, AFTER_WAIT_S)))
            return False
        its = before.record
        same = (its.merchant_id, its.connector, its.environment) == (
            work.address.merchant_id, work.address.connector, work.environment)
        if same and its.state == State.DONE and its.outcome == "ok":
            return True
        await self._claim(work, found)
        if work.unrecorded or work.restored:
            await self._manual(work, UNRECORDED if work.unrecorded else RESTORED)
            return False
        # Even if an attempt before this one had the claim, it came as far as this and sent nothing.
        await self._refuse(work, problem_of(refusal(Unpreceded(
            f"operation {after} ended as {its.state} ({its.outcome})" if same else
            f"operation {after} is of another merchant, connector or environment"))))
        return False

    async def _claim(self, work: Work, found: Found | None) -> None:
        """Raises Stale where another attempt was faster."""
        now = self._clock()
        timeout = processor_timeout_s(work.address.route, self._client.options.streams.processor_timeouts_s)
        earlier = found.record if found is not None else None
        record = claim_of(work, earlier, f"{self._id}.{secrets.token_hex(6)}", now, now + timeout * LEASE_FACTOR)
        work.revision = await self._records.claim(record, found.revision if found is not None else 0)
        work.record = record
        recall(work, record, earlier, await self._horizon.at(work.revision))

    # -- the attempt --------------------------------------------------------------------------------------------------
    async def _attempt(self, work: Work) -> None:
        try:
            request = request_of(await self._opening.body(work))
            sealed = await self._opening.sealed(work)
            await self._client.evidence.put_back(request, work.delivery.headers, *work.names)
        except Erased as error:
            await self._erased(work, error)
            return
        except Unavailable as error:
            judged = Judged(Next.UNKNOWN if work.sent else Next.AGAIN, backoff(self._of(work).attempts))
            await self._failed(work, Problem("NOT_SENT", f"what it needs cannot be read: {error}"), judged, None, True)
            return
        if sealed is None:
            await self._unsealed(work, request)
            return
        try:
            join(request, sealed.fields)
        except ValueError as error:
            raise Poisoned(str(error)) from None
        await name_payment(self._records, work, request)
        if not work.sent and (forbidden := await self._gates.forbids(work, request, sealed.config)) is not None:
            await self._refuse(work, forbidden)
            return
        if work.sent:
            await self._settle(work, request, sealed.config)
        else:
            await self._run(work, request, sealed.config)

    async def _unsealed(self, work: Work, request: dict[str, Any]) -> None:
        """Card data or credentials are gone: what was never begun ends so, of all else the processor is asked."""
        if not work.sent:
            await self._refuse(work, problem_of(refusal(Expired(
                "card data or credentials are kept for minutes, and are gone; it was never begun: send it anew"))))
        elif work.delivery.headers.get(wire.ACCOUNT):  # by another account it would be told that there is none
            await self._manual(work, "an attempt ended without a word, and the credentials that came with it are gone")
        else:
            work.whole = False
            await name_payment(self._records, work, request)
            await self._settle(work, request, None)

    async def _erased(self, work: Work, error: Erased) -> None:
        if work.sent:
            await self._manual(work, f"an attempt ended without a word, and {error}")
        else:
            await self._refuse(work, problem_of(refusal(Expired(f"{error}; it was never begun: send it anew"))))

    def _call(self, work: Work, config: str | None, operation: Any = None) -> Attempt:
        work.attempt = Attempt(self._service, operation or work.address.route.operation, work.metadata(config),
                               len(work.delivery.body), self._of(work).lease_until, work.address.op_id)
        return work.attempt

    async def _run(self, work: Work, request: dict[str, Any], config: str | None) -> None:
        call = self._call(work, config)
        code, size = "CANCELLED", 0
        try:
            result = await call.json(request)
            code = "OK"
        except Exception as error:  # noqa: BLE001 - each has its place in the state machine
            refused = await call.refused(error)
            code = refused.reason
            await self._hooks.reached("answered", work)
            await self._refused(work, refused)
            reference = error.reference if isinstance(error, OutcomeUnknown) else None
            retry = not isinstance(error, OutcomeUnknown) or error.repeatable or error.syncable
            await self._failed(work, problem_of(refused),
                               judge(refused, self._of(work).attempts, earlier_unknown=work.sent), reference, retry)
        else:
            await self._hooks.reached("answered", work)
            await self._gates.heard(work, None)
            await self._gates.learned(work, request, result)
            size = await self._done(work, result, call.record.outcome)
        finally:
            call.over(code, size)

    async def _refused(self, work: Work, refused: Refusal) -> None:
        if await self._gates.heard(work, refused):
            self._hooks.paused(work, problem_of(refused))
            self._hooks.alert(ACCOUNT_PAUSED, work, refused.message)

    async def _failed(self, work: Work, problem: Problem, judged: Judged, reference: str | None, retry: bool) -> None:
        record = self._of(work)
        if judged.next is Next.REFUSED:
            await self._refuse(work, problem)
            return
        now = self._clock()
        unknown = judged.next is Next.UNKNOWN
        record.barred = record.barred or (unknown and bars(problem))
        if unknown and not retry:
            await self._manual(work, problem.message, problem)
            return
        if unknown:
            self._hooks.unknown(work)
        wait = min(judged.wait_s, max(0.0, work.deadline - now))
        record.state = State.UNKNOWN if unknown else State.ACCEPTED
        record.sent = work.sent or unknown
        if unknown and work.attempt is not None and work.attempt.record.sent and work.attempt.changes:
            record.sent_at = now
        record.reference = reference or record.reference
        record.problem, record.retry_at, record.owner, record.lease_until = problem, now + wait, "", 0.0
        if await self._write(work):
            await self._later(work, wait)

    async def _settle(self, work: Work, request: dict[str, Any], config: str | None) -> None:
        """An earlier attempt may have been carried out: the same key, else a sync, else a person."""
        call = self._call(work, config)
        try:
            unknown, prepared = await call.settling(request)
        except Exception as error:  # noqa: BLE001 - told as of any call
            refused = await call.refused(error)
            call.over(refused.reason)
            attempts = self._of(work).attempts
            if not work.whole and judge(refused, attempts, earlier_unknown=False).next is Next.REFUSED:
                await self._manual(work, f"{UNSEALED}: {refused.message}")
                return
            await self._failed(work, problem_of(refused), Judged(Next.UNKNOWN, backoff(attempts)), None, True)
            return
        call.over("OK")
        reference = self._of(work).reference or unknown.reference
        if work.whole and may_repeat(unknown, self._of(work).barred, prepared.connector.idempotency,
                                     self._clock() - work.keyed_at):
            await self._run(work, request, config)
        elif reference and unknown.syncable and prepared.connector.flow(SYNC) is not None:
            await self._sync(work, request, config, reference)
        else:
            why = UNASKED if work.whole else f"{UNSEALED}, and the processor cannot be asked"
            await self._manual(work, RESTORED if work.restored else why)

    async def _sync(self, work: Work, request: dict[str, Any], config: str | None, reference: str) -> None:
        call = self._call(work, config, SYNC)
        try:
            payment = await call.json(question(request, reference))
        except Exception as error:  # noqa: BLE001 - that a question fails says nothing of the payment
            refused = await call.refused(error)
            call.over(refused.reason)
            await self._refused(work, refused)
            if refused.reason == "REJECTED" and refused.http_status == 404:
                await self._absent(work, request, config)
                return
            await self._failed(work, problem_of(refused), Judged(Next.UNKNOWN, backoff(self._of(work).attempts)),
                               reference, True)
            return
        call.over("OK")
        await self._gates.heard(work, None)
        verdict = judge_payment(work.address.route.operation, payment, request)
        if verdict is Verdict.DONE:
            await self._done(work, payment, call.record.outcome)
        elif verdict is Verdict.ABSENT:
            await self._absent(work, request, config)
        else:
            await self._manual(work, f"a sync of {reference} does not tell whether it was carried out")

    async def _absent(self, work: Work, request: dict[str, Any], config: str | None) -> None:
        """The processor does not have it: an attempt that left may still be on its way, unless time has passed."""
        record = self._of(work)
        settled = record.sent_at + settling_s(work, self._client.options.streams.processor_timeouts_s)
        now = self._clock()
        if now < settled:
            await self._failed(work, record.problem or Problem("OUTCOME_UNKNOWN", "not there yet"),
                               Judged(Next.UNKNOWN, settled - now), record.reference, True)
            return
        work.sent = False
        if not work.whole:
            await self._refuse(work, problem_of(refusal(Expired(
                "the processor does not have it, and card data or credentials are gone: send it anew"))))
            return
        await self._run(work, request, config)

    async def _unusable(self, work: Work, error: Unusable) -> None:
        """No attempt can do anything with it. If one was begun before, of a message that was good then, it is open."""
        if work.record is None:
            await self._poisoned(work.delivery, error)
        elif work.sent:
            await self._manual(work, str(error))
        else:
            await self._refusing.tell(work.delivery, error)
            await self._refuse(work, Problem("BAD_INPUT", str(error)))

    async def _poisoned(self, delivery: Delivery, error: Unusable) -> None:
        try:
            await self._refusing.refuse(delivery, error)
        except Unavailable as failed:
            await self._back(delivery, delivery.subject, failed)
        else:
            await delivery.term(str(error))

    # -- its end ------------------------------------------------------------------------------------------------------
    async def _done(self, work: Work, result: dict[str, Any], outcome: str) -> int:
        """Its size in bytes."""
        most = self._client.connection.client.max_payload or MAX_PAYLOAD
        written, left_out = fitting(result, self._opening.room(most - ENVELOPE_BYTES))
        if left_out:
            _log.error("%s: its result does not fit into a message, without %s it does", work.name, ", ".join(left_out))
        record = self._of(work)
        record.state, record.result, record.outcome = State.DONE, msgspec.Raw(written), outcome
        record.problem = record.retry_at = None
        await self._finish(work)
        return len(written)

    async def _refuse(self, work: Work, problem: Problem) -> None:
        record = self._of(work)
        record.state, record.problem, record.outcome = State.REJECTED, problem, problem.reason.lower()
        await self._finish(work)

    async def _manual(self, work: Work, why: str, problem: Problem | None = None) -> None:
        """For a person: never tried again by a machine, never told as failed."""
        record = self._of(work)
        record.state, record.outcome, record.sent = State.MANUAL, "manual", True
        if work.attempt is not None and work.attempt.record.sent and work.attempt.changes:
            record.sent_at = self._clock()  # of what is redriven, it is to be known how long ago that was
        told = problem or problem_of(refusal(OutcomeUnknown(why, reference=record.reference)))
        record.problem = told
        self._hooks.alert(MANUAL, work, why)
        await self._hooks.dead(work, why)
        await self._finish(work)

    async def _finish(self, work: Work) -> None:
        record = self._of(work)
        record.owner, record.lease_until = "", 0.0
        if not await self._write(work):
            return
        await self._hooks.reached("recorded", work)
        self._hooks.ended(work, record.state, record.outcome)
        told = await self._opening.ended(work, record)
        await self._keep(work, record)
        await self._reply(work, record)
        if record.state != State.MANUAL:  # that may be redriven, while what was taken out is there
            await self._drop(work)
        await self._hooks.reached("replied", work)
        await self._ack(work, told)

    @staticmethod
    async def _ack(work: Work, told: asyncio.Future[None] | None) -> None:
        """Once it is in the audit trail, where there is one. Raises Unavailable: it is delivered again, and told again.
        """
        if told is not None:
            await asyncio.shield(told)
        await work.delivery.ack()

    async def _keep(self, work: Work, record: OperationRecord) -> None:
        """Mandates and tokens, once it is done. Raises Unavailable: it is delivered again, and found done."""
        if record.state == State.DONE:
            with contextlib.suppress(Erased):  # then nothing is left that could be kept
                await self._client.kept.of_operation(work.source, await self._opening.body(work), bytes(record.result))

    async def _write(self, work: Work) -> bool:
        """The record as it is now. False where another attempt has it by now: theirs is the truth."""
        record = self._of(work)
        self._renewals.end(work)
        if work.renewing is not None:
            await asyncio.wait({work.renewing})
        record.changed_at = self._clock()
        while True:
            try:
                work.revision = await self._records.update(record, work.revision)
                return True
            except Stale:
                found = await self._records.get(record.connector, record.op_id)
                if found is not None and found.record.final:
                    await self._reply(work, found.record)
                    await self._ack(work, await self._opening.ended(work, found.record, again=True))
                else:
                    await self._later(work, backoff(0))
                return False
            except Unavailable as error:
                if self._client.connection.client.is_closed:
                    raise
                _log.warning("%s: its end cannot be recorded yet: %s", work.name, error)
                await asyncio.sleep(WRITE_AGAIN_S)

    async def _reply(self, work: Work, record: OperationRecord) -> None:
        with contextlib.suppress(Exception):  # the record has it: whoever waits looks there
            await self._opening.reply(work, record)

    async def _drop(self, work: Work) -> None:
        if work.delivery.headers.get(wire.SEALED) is not None:
            with contextlib.suppress(Exception):  # it ends by its time too
                await self._bucket.drop(*work.names)
        await self._client.evidence.drop(work.delivery.headers, *work.names)

    async def _later(self, work: Work, wait_s: float) -> None:
        await self.schedules.put_off(work.delivery, wait_s)

    async def _back(self, delivery: Delivery, name: str, why: object, *, level: int = logging.ERROR, more: int = 0
                    ) -> None:
        _log.log(level, "%s: %s; it is delivered again", name, why)
        with contextlib.suppress(Exception):  # no connection: it comes again once its time of acknowledgement is over
            await self.schedules.put_off(delivery, backoff(delivery.delivered + more))

    @staticmethod
    def _of(work: Work) -> OperationRecord:
        if work.record is None:
            raise TypeError("an operation without a claim")
        return work.record
