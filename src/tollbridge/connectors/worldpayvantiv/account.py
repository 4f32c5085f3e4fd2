"""Credentials, and the addresses of the API and of the services beside it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.secret import Secret

LIVE = "https://transact.vantivcnp.com/vap/communicator/online"
TEST = "https://transact.vantivprelive.com/vap/communicator/online"
REPORTS = {Environment.LIVE: "https://onlinessr.vantivcnp.com", Environment.TEST: "https://onlinessr.vantivprelive.com"}
SERVICES = {Environment.LIVE: "https://services.vantivcnp.com", Environment.TEST: "https://services.vantivprelive.com"}
LONGEST_KEY = 32  # of the 36 characters of an id, after "cap_"; of a UUID that is all but its hyphens


class Account(Struct, frozen=True, kw_only=True):
    """`user`, `password` and `merchant_id` come from Worldpay's implementation analyst: first those of pre-live, and
    those of live once it has certified what runs there. https://github.com/Vantiv/cnp-sdk-for-java

    `report_group` is a name of your own, by which reports group transactions. `merchant_config_currency`: no document
    names a currency, the account has one.

    `base_url` is the whole URL of the API, `secondary_base_url` the host of the services beside it: status and
    chargebacks. Worldpay's own hosts need not be given.
    """

    user: Secret
    password: Secret
    merchant_id: Secret
    base_url: str | None = None
    secondary_base_url: str | None = None
    report_group: str | None = None
    merchant_config_currency: str | None = None  # None: USD


Ctx = kit.Context[Account]


def beside(hosts: Mapping[Environment, str], ctx: Ctx) -> str:
    """The host of a service: that of an account with addresses of its own, as in front of a sandbox."""
    own = ctx.account.secondary_base_url or ctx.account.base_url
    if own is None or own.startswith((LIVE, TEST, *REPORTS.values(), *SERVICES.values())):
        return hosts[ctx.environment]
    return own.rstrip("/")
