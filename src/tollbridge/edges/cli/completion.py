"""`tollbridge completion bash|zsh|fish`: click's own machinery, as a script for the shell."""

from __future__ import annotations

import click

VARIABLE = "_TOLLBRIDGE_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, connectors and operations.

    \b
    bash  eval "$(tollbridge completion bash)"        in ~/.bashrc
    zsh   eval "$(tollbridge completion zsh)"         in ~/.zshrc
    fish  tollbridge completion fish | source         in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - the choices above are click's
    made = kind(ctx.find_root().command, {}, "tollbridge", VARIABLE)
    # not source(): that of bash starts a bash to ask for its version, on the machine that prints the script
    click.echo(made.source_template % made.source_vars())
