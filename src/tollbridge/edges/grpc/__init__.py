"""The gRPC edge: all services of the wire contract and our own tollbridge.v1, derived from the table of operations."""

from __future__ import annotations

from tollbridge.edges.grpc.options import ErrorDetails, GrpcOptions
from tollbridge.edges.grpc.server import GrpcServer

__all__ = ["ErrorDetails", "GrpcOptions", "GrpcServer"]
