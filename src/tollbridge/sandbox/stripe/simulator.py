"""Stripe as the server sees it: its routes, its credentials, its headers, its signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import asdict  # noqa: F401

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.form import Form, parse_form, parse_pairs
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route
from tollbridge.sandbox.stripe import challenge, intents, methods, refunds
from tollbridge.sandbox.stripe.books import NAME, Books, Desk, check_expand, expand
from tollbridge.sandbox.stripe.errors import StripeError, invalid, no_key, refusal, wrong_key
