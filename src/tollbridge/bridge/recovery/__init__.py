"""Backup and restore of what the bridge keeps on disk: streams with their consumers, and the records.

What lies in memory (card data, breakers) is never part of it: it must not reach a disk, and is worth nothing later.
"""
