"""Server reflection: by a v1 stub of the test's own, in both versions, and by the real grpcurl."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from edges.grpc.grpc_client import METHODS, PAY, Refused, config, payment
from edges.grpc.surroundings import Serve
from grpcurl import grpcurl
from tollbridge.edges.grpc.reflection import MOST_STREAMS
from tollbridge.sandbox import Sandbox
from tollbridge.service.principals import Principal, Principals, Token

Json = dict[str, Any]
V1, V1ALPHA = "grpc.reflection.v1", "grpc.reflection.v1alpha"
SERVICES = {rpc.partition("/")[0] for rpc in METHODS}
EXPECTED = {*SERVICES, "grpc.health.v1.Health", f"{V1}.ServerReflection", f"{V1ALPHA}.ServerReflection"}
FIELD = FieldDescriptorProto


def stub_messages() -> tuple[Any, Any]:
    """Request and response of the public v1 protocol, as far as they are used here, in a pool of their own."""
    file = FileDescriptorProto(name="v1.proto", package="v1", syntax="proto3")

    def message(its_name: str, **fields: tuple[int, int, str | None]) -> DescriptorProto:
        added = file.message_type.add(name=its_name)
        for field, (number, kind, of) in fields.items():
            repeated = field.startswith("many_")
            added.field.add(name=field.removeprefix("many_"), number=number, type=FIELD.Type.ValueType(kind),
                            type_name=of, label=FIELD.LABEL_REPEATED if repeated else FIELD.LABEL_OPTIONAL)
        return added

    text, raw, number, inner = FIELD.TYPE_STRING, FIELD.TYPE_BYTES, FIELD.TYPE_INT32, FIELD.TYPE_MESSAGE
    message("Extension", containing_type=(1, text, None), extension_number=(2, number, None))
    asked = message("Request", host=(1, text, None), file_by_filename=(3, text, None),
                    file_containing_symbol=(4, text, None), file_containing_extension=(5, inner, ".v1.Extension"),
                    all_extension_numbers_of_type=(6, text, None), list_services=(7, text, None))
    asked.oneof_decl.add(name="message_request")
    for field in asked.field[1:]:
        field.oneof_index = 0
    message("Files", many_file_descriptor_proto=(1, raw, None))
    message("Numbers", base_type_name=(1, text, None), many_extension_number=(2, number, None))
    message("Service", name=(1, text, None))
    message("Services", many_service=(1, inner, ".v1.Service"))
    message("Error", error_code=(1, number, None), error_message=(2, text, None))
    message("Response", valid_host=(1, text, None), original_request=(2, inner, ".v1.Request"),
            file_descriptor_response=(4, inner, ".v1.Files"),
            all_extension_numbers_response=(5, inner, ".v1.Numbers"),
            list_services_response=(6, inner, ".v1.Services"), error_response=(7, inner, ".v1.Error"))
    pool = DescriptorPool()
    pool.Add(file)
    request, response = (GetMessageClass(pool.FindMessageTypeByName(f"v1.{name}")) for name in ("Request", "Response"))
    return request, response


REQUEST, RESPONSE = stub_messages()


async def ask(channel: grpc.aio.Channel, *requests: Json, version: str = V1, **metadata: str) -> list[Any]:
    """One stream: the answers to its requests, in their order."""
    call: Any = channel.stream_stream(
        f"/{version}.ServerReflection/ServerReflectionInfo", request_serializer=REQUEST.SerializeToString,
        response_deserializer=RESPONSE.FromString)(
            iter([REQUEST(**request) for request in requests]), metadata=tuple(metadata.items()))
    return [answer async for answer in call]


def files(answer: Any) -> dict[str, FileDescriptorProto]:
    read = [FileDescriptorProto.FromString(each) for each in answer.file_descriptor_response.file_descriptor_proto]
    return {file.name: file for file in read}


@pytest.mark.parametrize("version", [V1, V1ALPHA])
async def test_all_services_are_listed_with_health_and_reflection_itself(serve: Serve, version: str) -> None:
    _, client = await serve()
    (answer,) = await ask(client.channel, {"list_services": "*"}, version=version)
    named = [service.name for service in answer.list_services_response.service]
    assert (set(named), len(named)) == (EXPECTED, len(EXPECTED))
    assert len([name for name in named if name.startswith("types.")]) == 12
    assert "tollbridge.v1.TokenService" in named


@pytest.mark.parametrize("version", [V1, V1ALPHA])
async def test_every_service_can_be_rebuilt_from_what_is_told(serve: Serve, version: str) -> None:
    _, client = await serve()
    answers = await ask(client.channel, *({"file_containing_symbol": name} for name in sorted(EXPECTED)),
                        version=version)
    pool = DescriptorPool()
    told: dict[str, FileDescriptorProto] = {}
    for answer in answers:
        told |= files(answer)

    def add(name: str) -> None:
        if name in told:
            file = told.pop(name)
            for needed in file.dependency:
                add(needed)
            pool.Add(file)

    for name in list(told):
        add(name)
    for name in EXPECTED:
        service = pool.FindServiceByName(name)
        assert service.methods
    for rpc, method in METHODS.items():
        of, _, its = rpc.partition("/")
        found = pool.FindServiceByName(of).methods_by_name[its]
        assert (found.input_type.full_name, found.output_type.full_name) == (
            method.input_type.full_name, method.output_type.full_name)


async def test_a_file_is_told_by_its_name_or_by_what_it_holds(serve: Serve) -> None:
    _, client = await serve()
    by_symbol, by_method, by_name, numbers = await ask(
        client.channel, {"file_containing_symbol": "types.Money"}, {"file_containing_symbol": f"{PAY}.Authorize"},
        {"file_by_filename": "grpc/reflection/v1/reflection.proto"},
        {"all_extension_numbers_of_type": "types.Money"})
    assert "tollbridge/ucs/money.proto" in files(by_symbol)
    assert "tollbridge/ucs/payments.proto" in files(by_method)
    (file,) = files(by_name).values()
    assert (file.package, file.service[0].name) == (V1, "ServerReflection")
    assert numbers.all_extension_numbers_response.base_type_name == "types.Money"
    assert by_name.original_request.file_by_filename == "grpc/reflection/v1/reflection.proto"


@pytest.mark.parametrize("request_", [
    {"file_by_filename": "no/such.proto"}, {"file_containing_symbol": "types.NoSuch"},
    {"file_containing_symbol": ""}, {"file_containing_symbol": ".."},
    {"file_containing_symbol": f"{PAY}.NoSuch"}, {"all_extension_numbers_of_type": "types.NoSuch"},
    {"file_containing_extension": {"containing_type": "types.Money", "extension_number": 1}},
    {"file_by_filename": "google/protobuf/struct.proto"},
], ids=str)
async def test_what_is_not_there_is_not_found_and_the_stream_goes_on(serve: Serve, request_: Json) -> None:
    _, client = await serve()
    refused, listed = await ask(client.channel, request_, {"list_services": ""})
    assert refused.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]
    assert refused.original_request == REQUEST(**request_)
    assert listed.list_services_response.service


async def test_a_request_for_nothing_is_an_invalid_argument(serve: Serve) -> None:
    _, client = await serve()
    (refused,) = await ask(client.channel, {"host": "h"})
    assert refused.error_response.error_code == grpc.StatusCode.INVALID_ARGUMENT.value[0]


async def refusal(channel: grpc.aio.Channel, **metadata: str) -> grpc.aio.AioRpcError:
    """Why a stream is refused, which the server says before anything is written to it. Where something is, while the
    no is on its way, grpc.aio tells that this could not be written, INTERNAL or a cancellation, in place of the no.
    """
    call: Any = channel.stream_stream(
        f"/{V1}.ServerReflection/ServerReflectionInfo", request_serializer=REQUEST.SerializeToString,
        response_deserializer=RESPONSE.FromString)(metadata=tuple(metadata.items()))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await asyncio.wait_for(call.read(), 60)
    return caught.value


async def test_it_may_be_switched_off(serve: Serve) -> None:
    _, client = await serve(reflection=False)
    assert (await refusal(client.channel)).code() is grpc.StatusCode.UNIMPLEMENTED


TOKEN = "a-token-of-a-test"


async def test_where_callers_prove_who_they_are_it_wants_a_token_and_health_does_not(serve: Serve) -> None:
    known = Principals([Token(hashlib.sha256(TOKEN.encode()).hexdigest(), Principal("shop"))])
    _, client = await serve(principals=known)
    for given in ({}, {"authorization": "Bearer wrong"}):
        refused = Refused(await refusal(client.channel, **given))
        assert (refused.code, refused.reason) == (grpc.StatusCode.UNAUTHENTICATED, "UNAUTHENTICATED")
    assert await ask(client.channel, {"list_services": ""}, authorization=f"Bearer {TOKEN}")
    check: Any = client.channel.unary_unary("/grpc.health.v1.Health/Check")
    assert await check(b"") == b"\x08\x01"  # SERVING


async def test_a_hundred_streams_may_be_open_and_no_more(serve: Serve) -> None:
    _, client = await serve()
    open_: Any = client.channel.stream_stream(
        f"/{V1}.ServerReflection/ServerReflectionInfo", request_serializer=REQUEST.SerializeToString,
        response_deserializer=RESPONSE.FromString)
    calls = [open_() for _ in range(MOST_STREAMS)]
    for call in calls:
        await call.write(REQUEST(list_services=""))
        await asyncio.wait_for(call.read(), 20)
    assert (await refusal(client.channel)).code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    await calls[0].done_writing()
    assert await calls[0].read() is grpc.aio.EOF
    assert await ask(client.channel, {"list_services": ""})


async def test_an_open_stream_does_not_hold_up_the_drain(serve: Serve) -> None:
    server, client = await serve(grace_s=30.0)
    call: Any = client.channel.stream_stream(
        f"/{V1}.ServerReflection/ServerReflectionInfo", request_serializer=REQUEST.SerializeToString,
        response_deserializer=RESPONSE.FromString)()
    await call.write(REQUEST(list_services=""))
    await asyncio.wait_for(call.read(), 20)
    await asyncio.wait_for(server.drain(), 5)
    assert await call.read() is grpc.aio.EOF


async def run(*arguments: str) -> tuple[int, str, str]:
    running = await asyncio.create_subprocess_exec(
        str(await asyncio.to_thread(grpcurl)), *arguments, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE)
    out, errors = await asyncio.wait_for(running.communicate(), 60)
    return running.returncode or 0, out.decode(), errors.decode()


@pytest.fixture
async def address(serve: Serve, sandbox: Sandbox) -> str:
    server, _ = await serve(sandbox.base_url("stripe"))
    return f"127.0.0.1:{server.port}"


async def test_the_real_grpcurl_lists_and_describes(address: str) -> None:
    code, out, errors = await run("-plaintext", address, "list")
    assert (code, set(out.split())) == (0, EXPECTED), errors
    code, out, errors = await run("-plaintext", address, "describe", "types.Money")
    assert code == 0, errors
    assert "int64 minor_amount = 1;" in out
    code, out, errors = await run("-plaintext", address, "describe", f"{V1}.ServerReflection")
    assert code == 0, errors
    assert f"rpc ServerReflectionInfo ( stream .{V1}.ServerReflectionRequest )" in out


async def test_the_real_grpcurl_reads_why_a_call_was_refused(address: str) -> None:
    code, _, errors = await run("-plaintext", address, f"{PAY}/Authorize")
    assert code != 0
    assert '"reason": "MISSING_CREDENTIALS"' in errors
    assert '"field": "x-connector-config"' in errors


async def test_the_real_grpcurl_pays_knowing_nothing_but_the_address(address: str) -> None:
    code, out, errors = await run(
        "-plaintext", "-H", f"x-connector-config: {config()}", "-d", json.dumps(payment(reference="grpcurl-1")),
        address, f"{PAY}/Authorize")
    assert code == 0, errors
    assert json.loads(out)["status"] == "CHARGED"
    code, out, errors = await run("-plaintext", address, "grpc.health.v1.Health/Check")
    assert (code, json.loads(out)) == (0, {"status": "SERVING"}), errors


async def test_the_real_grpcurl_shows_what_is_missing(address: str) -> None:
    code, _, errors = await run("-plaintext", "-H", f"x-connector-config: {config()}", "-d", "{}", address,
                                f"{PAY}/Authorize")
    assert code != 0
    assert "InvalidArgument" in errors
    assert "MISSING_REQUIRED_FIELD" in errors  # the details were read, by reflection
