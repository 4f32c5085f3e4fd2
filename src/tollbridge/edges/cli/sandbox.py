"""`tollbridge sandbox`: the simulated processors as a process of their own."""

from __future__ import annotations

import sys

import click

PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--port", type=PORT, default=0, show_default=True, help="0 takes a free one.")
@click.option("--webhook-url", metavar="URL", help="Where every processor's events go; none by default.")
@click.option("--webhook-secret", metavar="TEXT", default="whsec_sandbox", show_default=True,
              help="What webhooks are signed with, where the processor has one secret for them.")
@click.option("--latency", "latencies", multiple=True, metavar="[PROCESSOR=]SECONDS",
              help="How long a processor takes for every call; without a name, all of them. May be given several "
                   "times.")
@click.option("--keys-kept-for", "keys_kept", multiple=True, metavar="[PROCESSOR=]SECONDS",
              help="How long idempotency keys are remembered, instead of as long as the real processor does; with 0 "
                   "they are not heeded, and a request that is sent twice is carried out twice.")
@click.option("--fault", "faults", multiple=True, metavar="FAULT",
              help="Set from the start, any number of them; see above.")
def sandbox(port: int, webhook_url: str | None, webhook_secret: str, latencies: tuple[str, ...],
            keys_kept: tuple[str, ...], faults: tuple[str, ...]) -> None:
    """Run simulated payment processors on this machine; no money moves. Prints its URL; Ctrl-C ends it.

    Each processor has a path of its own: URL/stripe is the base URL of Stripe. What they did is at URL/_sandbox/ledger,
    what arrived at URL/_sandbox/requests; latency, keys and faults can be set there at any time too.

    A fault is KIND[:OPERATION[:TIMES[:SECONDS]]], such as latency:refunds.create:3:2.5. The operation may be * or begin
    with a processor and a slash, TIMES may be * for always (1 where nothing is said). Anywhere behind the kind may
    stand p=0.02 (strikes with that chance, until cleared), seed=7 (of the chance), account=TEXT (of callers whose key
    or id ends so), containing=TEXT (with it in path, query or body): cut_after_effect:stripe/*:p=0.02:seed=7.

    \b
    Kinds that do nothing before they strike:
      latency             waits for SECONDS; then it happens, even if the caller has gone
      error_before_effect HTTP 500
      cut_before_effect   the connection is dropped
      unauthorized        HTTP 401, as for revoked credentials
      forbidden           HTTP 403, as for a lacking permission
      too_many_requests   HTTP 429; SECONDS are its Retry-After
    Kinds by which it has happened, and the caller does not know:
      error_after_effect  HTTP 500, again for a repeat with the same key
      cut_after_effect    the connection is dropped
      late_answer         the answer comes after SECONDS
      html_error_page     HTTP 502 of a proxy
      cut_in_headers, truncated_body, oversized_body, wrong_content_type, invalid_utf8
                          what their names say, of the answer
    Kinds of webhooks:
      duplicate_webhooks, out_of_order_webhooks
    """
    from tollbridge.sandbox.program import run

    try:
        run(port=port, webhook_url=webhook_url, webhook_secret=webhook_secret, faults=faults, latencies=latencies,
            keys_kept=keys_kept)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:  # the port is taken
        print(f"tollbridge sandbox: {error}", file=sys.stderr)
        sys.exit(1)
