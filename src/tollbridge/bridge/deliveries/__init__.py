"""Events that leave: from the EVENTS stream to the merchants' own URLs, signed, tried again, and never lost.

    options.py    what it is told
    events.py     an event as it is stored, and what it is about
    stored.py     events as they are read there
    protecting.py what of an event is encrypted, where bridge.protection is on
    sending.py    one attempt at a merchant's URL
    keeping.py    what waits for another attempt, in the stream DELIVERIES
    lanes.py      whose turn it is: by account, and by payment
    deliverer.py  the bridge's part that does it
    letters.py    what no attempt brought home, for a person
    resending.py  events sent anew, because somebody asks (`tollbridge webhooks replay`)
"""
