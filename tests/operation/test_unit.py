"""The systemd unit of the documentation."""

from __future__ import annotations

import configparser
import shlex
from pathlib import Path

from kg.cli.serve import command

UNIT = Path(__file__).parents[2] / "docs" / "deploy" / "cbec-kg.service"


class AsWritten(configparser.ConfigParser):
    """A parser that keeps the letters of an option as they are."""

    def optionxform(self, option: str) -> str:
        return option


def read() -> configparser.ConfigParser:
    parser = AsWritten(strict=True, interpolation=None)
    parser.read(UNIT)
    return parser


def test_the_unit_starts_the_server_with_options_that_it_has() -> None:
    program, name, *options = shlex.split(read()["Service"]["ExecStart"])
    assert (Path(program).name, name) == ("kg", "serve")
    context = command.make_context("serve", options)
    assert context.params["port"] == 8000
    assert context.params["proxies"] == 1


def test_the_unit_gives_running_answers_their_time_and_the_process_few_rights() -> None:
    service = read()["Service"]
    assert int(service["TimeoutStopSec"]) > 8
    assert service["KillMode"] == "mixed"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
