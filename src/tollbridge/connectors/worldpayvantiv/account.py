"""Credentials, and the addresses of the API and of the status service beside it."""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.secret import Secret

LIVE = "https://transact.vantivcnp.com/vap/communicator/online"
TEST = "https://transact.vantivprelive.com/vap/communicator/online"
REPORTS = {Environment.LIVE: "https://onlinessr.vantivcnp.com", Environment.TEST: "https://onlinessr.vantivprelive.com"}
LONGEST_KEY = 32  # of the 36 characters of an id, after "cap_"; of a UUID that is all but its hyphens


class Account(Struct, frozen=True, kw_only=True):
    """User, password and merchant id from Worldpay. `base_url` is the whole URL of the API, `secondary_base_url` the
    host of the status service. `merchant_config_currency`: no document names a currency, the account has one."""

    user: Secret
    password: Secret
    merchant_id: Secret
    base_url: str | None = None
    secondary_base_url: str | None = None
    report_group: str | None = None
    merchant_config_currency: str | None = None  # None: USD


Ctx = kit.Context[Account]
