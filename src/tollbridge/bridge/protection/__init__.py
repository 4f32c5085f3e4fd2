"""What is stored is encrypted, and what is sent is signed: bridge.md, section 5; docs/how-to/protect-the-bridge.md.

    keyring.py      the keys of this process, and the public ones of all: JWK files
    datakeys.py     keys of the day, for (connector, merchant): in the stream KEYS, wrapped for who may read
    erasures.py     which of them were erased: a register that outlives the servers
    envelope.py     what is encrypted under one: JWE compact, bound to its place
    signing.py      who wrote it, and when
    places.py       the messages that this is about, for who has no keys
    streamed.py     webhooks, statuses, events and deliveries
    questions.py    questions and their answers
    protection.py   all of it, as bridges and workers use it
"""

from __future__ import annotations
