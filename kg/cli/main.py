"""The command ``kg``: it finds a command, runs it, and turns errors into exit codes.

A command ``x`` is the module ``kg.cli.x`` with a click command called ``command``. It is imported
only when it runs or when its own help is asked for, so that ``kg --help`` stays instant.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module, metadata
from types import MappingProxyType
from typing import Final

import click

from kg.cli.streams import drop_output, prepare_streams, system_error
from kg.errors import KgError

__all__ = ["COMMANDS", "kg", "main", "run"]

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "build": "Make a release from the seeds and switch to it.",
        "query": "Run a SPARQL query: a file, a text or a named question.",
        "ask": "Answer a question in plain words from the library.",
        "figures": "Show all figures for an area, an indicator and a period.",
        "why": "Say why a figure is what it is.",
        "audit": "List which figures contradict or confirm one another.",
        "serve": "Serve the current release over HTTP.",
        "token": "Look after the tokens that allow clients to write.",
        "explain": "Say why a triple is in the graph.",
        "export": "Write the graph in an RDF format.",
        "validate": "Check data against the SHACL shapes.",
        "ontology": "Check and describe the ontology.",
        "seeds": "Look after the seed records.",
        "releases": "List the releases.",
        "diff": "Say what differs between two releases.",
        "rollback": "Switch back to an earlier release.",
        "backup": "Write a release to one file.",
        "restore": "Make the release of a backup current.",
        "format": "Write Turtle files in the house style.",
        "doctor": "Check the installation and the data folder.",
        "completion": "Print the completion script for a shell.",
    }
)
INTERRUPTED: Final = 130
SUCCESS, FAILURE = 0, 1


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the table: what one does first comes first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of the command and give its click command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"kg.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail naming the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else " See 'kg --help'."
            ctx.fail(f"No such command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their summaries, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 error, 2 wrong usage, 3 data violate a shape, "
    "4 data contradict the ontology, 5 store.",
)
@click.version_option(metadata.version("cbec-kg"), prog_name="kg")
@click.option("--debug", is_flag=True, help="On an unforeseen error, show the traceback.")
def kg(debug: bool) -> None:
    """Build, query and serve the knowledge graph of cross-border e-commerce.

    Answers go to standard output, messages to standard error.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with the exit code that says how it went."""
    prepare_streams()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and give its exit code."""
    try:
        code = kg.main(args=list(arguments), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("kg: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # the reader has what it wanted; what is left in the buffer must not complain at exit
        drop_output()
        return SUCCESS
    except OSError as error:
        known = system_error(error)
        if known is None:
            return _unforeseen(error, arguments)
        drop_output()
        click.echo(f"kg: {known}", err=True)
        return known.exit_code
    except Exception as error:  # noqa: BLE001 - the outermost door
        return _unforeseen(error, arguments)
    return code if isinstance(code, int) else SUCCESS


def _unforeseen(error: Exception, arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        traceback.print_exception(error)
    click.echo(f"kg: unforeseen {type(error).__name__}: {error}", err=True)
    click.echo("  This is a defect of kg: please report it.", err=True)
    if "--debug" not in arguments:
        click.echo("  remedy: run 'kg --debug …' to see where it happened.", err=True)
    return FAILURE


if __name__ == "__main__":
    main()
