"""Payment operations over NATS: money moves are durable JetStream operations, queries are request/reply.

    routes.py      the table: which operation has which subject, and whether it is durable
    client.py      for who has something done: execute, submit, query, operation
    worker/        who does it, with the library's engine
"""
