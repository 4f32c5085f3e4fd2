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
@click.option("--fault", "faults", multiple=True, metavar="KIND[:OPERATION[:TIMES[:SECONDS]]]",
              help="Set from the start, any number of them; see above.")
def sandbox(port: int, webhook_url: str | None, webhook_secret: str, latencies: tuple[str, ...],
            keys_kept: tuple[str, ...], faults: tuple[str, ...]) -> None:
    """Run simulated payment processors on this machine; no money moves. Prints its URL; Ctrl-C ends it.

    Each processor has a path of its own: URL/stripe is the base URL of Stripe. What they did is at URL/_sandbox/ledger,
    what arrived at URL/_sandbox/requests; latency, keys and faults can be set there at any time too.
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
