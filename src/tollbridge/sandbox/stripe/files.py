"""Files for evidence, sent as multipart to Stripe's second address. https://docs.stripe.com/api/files

What is in them is not kept.
"""

from __future__ import annotations

from tollbridge.sandbox.multipart import Upload
from tollbridge.sandbox.stripe.books import Desk, new_id
from tollbridge.sandbox.stripe.errors import invalid, missing
from tollbridge.sandbox.stripe.money_parameters import CreateFile
from tollbridge.sandbox.stripe.money_wire import File
from tollbridge.sandbox.stripe.reading import Params

LARGEST = 5_242_880
"""Bytes that evidence may have: https://docs.stripe.com/file-upload"""
_TYPES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/csv": "csv", "text/plain": "txt"}
_EXTENSIONS = ("csv", "jpg", "pdf", "png", "txt")


def create(desk: Desk, params: CreateFile, upload: Upload | None) -> File:
    if upload is None:
        raise missing("file")
    if upload.size > LARGEST:
        raise invalid("The file that you provided is too large.", param="file", code="file_too_large")
    new = new_id("file_1")
    extension = (upload.filename or "").rpartition(".")[2].lower()
    made = File(id=new, created=desk.now, filename=upload.filename, purpose=params.purpose, size=upload.size,
                type=_TYPES.get(upload.content_type, extension if extension in _EXTENSIONS else None),
                url=f"https://files.stripe.com/v1/files/{new}/contents")
    desk.books.files[new] = made
    return made


def retrieve(desk: Desk, params: Params, file: str) -> File:
    return desk.find(desk.books.files, "file", file)
