"""A value that must never reach a log, a repr, a pickle or a traceback."""

from __future__ import annotations


class Secret:
    """Holds a card number, cryptogram or credential; `reveal()` is the only way to its text.

    Equality and hashing work on the text, so that two builds of the same request compare equal.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> str:
        raise TypeError("a Secret is not pickled")

    def __getstate__(self) -> object:
        raise TypeError("a Secret has no state to show")

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        """Itself, as it never changes: `dataclasses.asdict` and `copy.deepcopy` keep it a Secret."""
        return self

    def __bool__(self) -> bool:
        """False for the empty text: in the wire contract that is none."""
        return self._value != ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)
