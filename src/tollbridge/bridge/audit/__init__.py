"""The audit trail: who did what, append-only, masked, and chained by hashes, so that a change of it shows.

    tollbridge.audit.<writer>       in AUDIT: the blocks of one process, each naming the hash of the one before it
    tollbridge.audit.anchors        the heads of all other chains, again and again, by one process at a time
"""
