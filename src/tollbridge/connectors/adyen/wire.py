"""What Adyen sends, as far as it is read. Schema: Checkout v68, https://github.com/Adyen/adyen-openapi"""

from __future__ import annotations

from msgspec import Struct


class ErrorBody(Struct):
    """https://docs.adyen.com/development-resources/error-codes"""

    errorCode: str
    message: str = ""
    errorType: str = ""
    pspReference: str | None = None
