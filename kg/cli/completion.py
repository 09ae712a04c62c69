"""``kg completion``: print the script that teaches a shell to complete ``kg``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

__all__ = ["command"]


@click.command(short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> None:
    """Print the script that completes kg in a SHELL.

    \b
    bash   eval "$(kg completion bash)"            in ~/.bashrc
    zsh    eval "$(kg completion zsh)"             in ~/.zshrc
    fish   kg completion fish > ~/.config/fish/completions/kg.fish
    """  # noqa: D301 - click wants the backspace character itself
    from kg.cli.main import kg

    completion = get_completion_class(shell)
    assert completion is not None, "click knows these three shells"
    click.echo(completion(kg, {}, "kg", "_KG_COMPLETE").source())
