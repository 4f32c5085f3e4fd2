"""Events that leave: from the EVENTS stream to the merchants' own URLs, signed, tried again, and never lost.

    events.py     an event as it is stored, and what it is about
    sending.py    one attempt at a merchant's URL
    keeping.py    what waits for another attempt, in the stream DELIVERIES
    lanes.py      whose turn it is: by account, and by payment
    deliverer.py  the bridge's part that does it
    letters.py    what no attempt brought home, for a person
    resending.py  events sent anew, because somebody asks (`tollbridge webhooks replay`)
"""
