"""What holds operations back (bridge.md, section 7).

    circuits.py     pure: when a circuit opens, who probes, when it closes
    shared.py       what is held back, known to all workers and bridges
    identity.py     accounts and cards by digests: never what they are
    worker.py       in a worker: breaker, paused accounts, processors that said how long to wait
    limits.py       pure: rates, quotas, room
    admission.py    in a bridge: before anything is stored
    governor.py     how often the card networks let a declined card be tried again
"""
