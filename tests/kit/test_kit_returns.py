"""What a browser brings back, wherever it stands."""

from __future__ import annotations

import pytest

from tollbridge import RequestDetails, VerifyRedirect, kit


@pytest.mark.parametrize(("details", "found"), [
    (RequestDetails(uri="https://shop.example/back?order=1&token=a%2Fb"), {"order": "1", "token": "a/b"}),
    (RequestDetails(uri="/back?token=old", query_params="token=a+b"), {"token": "a b"}),
    (RequestDetails(query_params="?token=a"), {"token": "a"}),
    (RequestDetails(uri="https://shop.example/back", body=b"MD=a&PaRes=%2B"), {"MD": "a", "PaRes": "+"}),
    (RequestDetails(uri="/back?token=a", body=b"token=another"), {"token": "a"}),
    (RequestDetails(uri="/back"), {}),
    (RequestDetails(body=b"\xff\xfe"), {}),
])
def test_it_is_read(details: RequestDetails, found: dict[str, str]) -> None:
    assert kit.brought_back(VerifyRedirect(request_details=details)) == found
