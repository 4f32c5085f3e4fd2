"""How `tollbridge` ends: its exit codes, and which error is which."""

from __future__ import annotations

DONE = 0
FAULT = 1
USAGE = 2
REFUSED = 3
UNKNOWN = 4
INTERRUPTED = 130

MEANINGS = {
    DONE: "done; read the status: a payment that is pending is done in this sense",
    FAULT: "a fault, nothing was sent: no connection, or an error of ours",
    USAGE: "wrong usage or input, nothing was sent",
    REFUSED: "refused: a decline, a call that the processor rejected, a webhook that is not genuine",
    UNKNOWN: "outcome unknown: it may have been carried out. What to do next is printed",
    INTERRUPTED: "interrupted, and nothing was changed; later than that it is 4",
}


def exit_code(error: Exception) -> int:
    """By what the caller can do about it."""
    from tollbridge.domain.errors import NotSent, OutcomeUnknown, Rejected, SignatureMismatch, Unreachable

    if isinstance(error, OutcomeUnknown):
        return UNKNOWN
    if isinstance(error, Rejected | SignatureMismatch):
        return REFUSED
    if isinstance(error, NotSent) and type(error) is not NotSent and not isinstance(error, Unreachable):
        return USAGE
    return FAULT
