"""Protobuf modules of our extensions (package `tollbridge.v1`), by tools/generate_pb.py."""
