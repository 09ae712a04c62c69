"""``kg figures``: all that is known of one indicator, area and period."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli import options

__all__ = ["command"]

WIDE = 200


@click.command()
@click.option("--area", required=True, metavar="NAME", help="A place: slug, label or alias.")
@click.option("--indicator", required=True, metavar="NAME", help="What is measured: likewise.")
@click.option("--period", required=True, metavar="KEY", help="2023, 2024-S1, 2024-Q1, 2024-10 …")
@click.option("--within-areas", is_flag=True, help="Show the areas within the area too.")
@click.option("--within-periods", is_flag=True, help="Show the periods within the period too.")
@click.option("--currency", type=click.Choice(("CNY", "USD")), help="Show amounts in it too.")
@click.option("--rate", metavar="NUMBER", help="Yuan for a dollar.  [default: as sources imply]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the answer.",
)
@options.language
@options.data
def command(
    area: str,
    indicator: str,
    period: str,
    within_areas: bool,
    within_periods: bool,
    currency: str | None,
    rate: str | None,
    form: str,
    language: str,
    data: Path | None,
) -> None:
    """Show every reported and derived figure for an area, an indicator and a period.

    Each comes with its bounds and where it stands, each matter with a verdict: one source, agree,
    tension, differ (by how much), or not comparable (and why). Names may be in any language.
    Nothing is widened or converted unless an option asks for it.

    \b
    Examples:
      kg figures --area Shenzhen --indicator cbec-trade --period 2023
      kg figures --area 深圳 --indicator 跨境电商进出口额 --period 2023 --language zh
      kg figures --area CN --indicator cbec-trade --period 2020 --currency USD
    """  # noqa: D301 - click wants the backspace character itself
    from rich.console import Console

    from kg.cli.answers import open_graph
    from kg.errors import UsageError
    from kg.figures.answer import Request, answer, find_named, find_period
    from kg.figures.answer_render import card_json, card_text
    from kg.figures.convert import read_rate
    from kg.figures.lookup import Lookup

    price = None if rate is None else read_rate(rate)
    if price is not None and currency is None:
        raise UsageError(
            f"the rate is {rate}, and no currency is asked for",
            expected="a rate together with --currency",
            remedy="add --currency CNY or --currency USD, or leave out --rate",
        )
    with open_graph(data) as graph:
        lookup = Lookup(graph.store, language)
        key = find_period(period, lookup)
        request = Request(
            indicator=find_named(indicator, "indicator", lookup),
            area=find_named(area, "place", lookup),
            period=key,
            within_areas=within_areas,
            within_periods=within_periods,
            currency=currency,
            rate=price,
        )
        card = answer(request, lookup)
    if form == "json":
        click.echo(json.dumps(card_json(card), ensure_ascii=False, indent=2))
    else:
        width = None if sys.stdout.isatty() else WIDE
        Console(highlight=False, width=width, soft_wrap=width is not None).print(card_text(card))
