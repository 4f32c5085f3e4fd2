"""`make demo` holds: it checks each scene against the ledger itself, and ends by itself."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_demo_plays_all_its_scenes() -> None:
    played = subprocess.run([sys.executable, "-m", "tools.demo"], cwd=ROOT, capture_output=True, text=True, timeout=120,
                            check=False)
    assert played.returncode == 0, played.stdout + played.stderr
    for told in ("REFUND_SUCCESS", "unified code insufficient_funds", "AUTHENTICATION_PENDING", "source_verified true",
                 "UNAUTHENTICATED", "OUTCOME_UNKNOWN", "1 charge, 99.00 USD", "1 charge, 20.00 USD",
                 "refused: 5120 is insufficient_funds", "braintree: 12.34 EUR", "authorizedotnet: 12.34 USD",
                 "refused: INSUFFICIENT_FUND is insufficient_funds", "checkout: 12.34 USD", "phonepe: 12.34 INR",
                 "INVALID_FIELD", "forwarded, signed: PAYMENT_INTENT_SUCCESS", "HTTP 401",
                 "HTTP 202, operation", "CHARGED, attempt 2", "1 charge, 77.00 USD", "All of it held"):
        assert told in played.stdout
    assert "\033[" not in played.stdout
