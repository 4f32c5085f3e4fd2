"""Protobuf modules of the wire contract (package `types`), by tools/generate_pb.py."""
