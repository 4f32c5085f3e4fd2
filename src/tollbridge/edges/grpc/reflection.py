"""Server reflection, v1 and v1alpha: clients such as grpcurl ask for the protos of all services.

The two differ in their package's name alone, so one servicer, that of grpcio-reflection (v1alpha), answers both.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from functools import cache
from typing import Any

import grpc
from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection, reflection_pb2

from tollbridge.contract import pb
from tollbridge.contract.pb import v1

V1, V1ALPHA = "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"
MOST_STREAMS = 100
"""At once: each may stay open for as long as its client likes."""

Context = grpc.aio.ServicerContext[Any, Any]
Admit = Callable[[Context], Awaitable[None]]


class Reflection:
    """`services` are the names to list. `admit` ends the call of whoever may not ask."""

    def __init__(self, services: Iterable[str], admit: Admit) -> None:
        self._services = tuple(services)
        self._admit = admit
        self._open: set[asyncio.Task[Any]] = set()
        self._stopped = False
        self._servicer: Any = None

    def handlers(self) -> Mapping[str, grpc.RpcMethodHandler[Any, Any]]:
        """By full method name."""
        handler = grpc.stream_stream_rpc_method_handler(
            self._answers, reflection_pb2.ServerReflectionRequest.FromString,
            reflection_pb2.ServerReflectionResponse.SerializeToString)
        return {f"/{service}/ServerReflectionInfo": handler for service in (V1, V1ALPHA)}

    def stop(self) -> None:
        """Ends all streams, so that none keeps the server waiting."""
        self._stopped = True
        for task in self._open:
            task.cancel()

    async def _answers(self, requests: AsyncIterator[Any], context: Context) -> None:
        await self._admit(context)
        if len(self._open) >= MOST_STREAMS:
            await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, f"{MOST_STREAMS} reflection streams are open")
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a handler is a coroutine
        self._open.add(task)
        try:
            if self._servicer is None:  # in a thread: the first to ask has every message of the contract loaded
                self._servicer = reflection.aio.ReflectionServicer(self._services, await asyncio.to_thread(_protos))
            async for response in self._servicer.ServerReflectionInfo(requests, context):
                await context.write(response)
        except asyncio.CancelledError:
            if not self._stopped:
                raise  # by the client
        finally:
            self._open.discard(task)


class Protos:
    """A descriptor pool that finds methods by their names too, as the protocol has it; protobuf's own does not."""

    def __init__(self, pool: DescriptorPool) -> None:
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    def FindFileContainingSymbol(self, symbol: str) -> FileDescriptor:
        """Raises KeyError."""
        try:
            return self._pool.FindFileContainingSymbol(symbol)
        except KeyError:
            service, _, method = symbol.rpartition(".")
            found = self._pool.FindServiceByName(service)
            found.methods_by_name[method]  # raises too
            return found.file


@cache
def _protos() -> Protos:
    """Of what is served, and of nothing else that this process may have loaded."""
    pool = DescriptorPool()
    added: set[str] = set()

    def add(file: FileDescriptor) -> None:
        if file.name not in added:
            added.add(file.name)
            for needed in file.dependencies:
                add(needed)
            pool.AddSerializedFile(file.serialized_pb)

    for package in (pb, v1):
        for module in pkgutil.iter_modules(package.__path__):
            if module.name.endswith("_pb2"):
                add(importlib.import_module(f"{package.__name__}.{module.name}").DESCRIPTOR)
    add(error_details_pb2.DESCRIPTOR)  # with which grpcurl shows why a call was refused, and not base64
    add(health_pb2.DESCRIPTOR)
    add(reflection_pb2.DESCRIPTOR)
    pool.AddSerializedFile(_v1_file().SerializeToString())
    return Protos(pool)


def _v1_file() -> FileDescriptorProto:
    """grpc/reflection/v1/reflection.proto: that of v1alpha under another name. In no pool but ours: some day
    grpcio-reflection will bring its own.
    """
    file = FileDescriptorProto()
    reflection_pb2.DESCRIPTOR.CopyToProto(file)
    file.name = "grpc/reflection/v1/reflection.proto"
    file.package = V1.rpartition(".")[0]
    old, new = f".{V1ALPHA.rpartition('.')[0]}.", f".{file.package}."
    for message in file.message_type:
        for field in message.field:
            if field.type_name:
                field.type_name = field.type_name.replace(old, new)
    for method in file.service[0].method:
        method.input_type = method.input_type.replace(old, new)
        method.output_type = method.output_type.replace(old, new)
    return file
