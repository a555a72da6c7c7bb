"""``jishi report``: what the newest run says of many units."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.overview import Group
    from jishi.actions.results import Results
    from jishi.packs.pack import Pack

NAMES = ("domains", "levels", "places", "rules", "plausibility")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@home_option
@click.option("--unit", metavar="CODE", help="With places: the unit whose parts are shown; default: the topmost.")
@json_option
def command(name: str, home: Path, unit: str | None, as_json: bool) -> None:
    """Show grades by domain, level or place, the rules that are violated, or how plausible the shares are."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.actions.overview import by_domain, by_level, by_place, newest_results
    from jishi.actions.programme import pack_of

    results = newest_results()
    pack = pack_of(results.run.round.cycle)
    if name == "domains":
        _groups(by_domain(results, pack), pack, as_json)
    elif name == "levels":
        _groups(by_level(results, pack), pack, as_json)
    elif name == "places":
        _groups(by_place(results, pack, _place(results, unit)), pack, as_json)
    elif name == "rules":
        _rules(results, pack, as_json)
    else:
        _plausibility(results, pack, as_json)


def _place(results: "Results", code: str | None) -> int:
    from jishi.store.models.org import Unit

    if code is None:
        return int(results.snapshot.tree.id[0])
    unit = Unit.objects.filter(code=code).first()
    if unit is None or unit.pk not in results.row_of:
        raise refuse(
            code,
            sentence("The run has no unit of this code."),
            sentence("Look for it with: jishi units list"),
        )
    return int(unit.pk)


def _groups(groups: "tuple[Group, ...]", pack: "Pack", as_json: bool) -> None:
    from jishi.cli.tables import print_grades

    if as_json:
        ids = [grade.id for grade in pack.grades.grades]
        print_json(
            [
                {
                    "kind": group.kind,
                    "id": group.id,
                    "name": group.name,
                    "grades": dict(zip(ids, group.counts, strict=True)),
                    "ungraded": group.ungraded,
                }
                for group in groups
            ]
        )
    else:
        print_grades(groups, pack)


def _rules(results: "Results", pack: "Pack", as_json: bool) -> None:
    from jishi.actions.overview import violated
    from jishi.cli.speech import language, translator
    from jishi.cli.tables import print_table

    found = list(violated(results, pack))
    if as_json:
        from jishi.store.models.org import Unit

        tree = results.snapshot.tree
        codes = dict(Unit.objects.values_list("pk", "code"))
        print_json(
            [
                {
                    "rule": rule.id,
                    "severity": rule.severity,
                    "units": [codes[unit] for unit in tree.id[rows].tolist()],
                }
                for rule, rows in found
            ]
        )
        return
    spoken, say = language().replace("_", "-"), translator()
    rows = [[rule.id, str(len(units)), rule.severity, rule.message[spoken]] for rule, units in found]
    if rows:
        print_table([say("Rule"), say("Units"), say("Severity"), say("What is wrong")], rows)


def _plausibility(results: "Results", pack: "Pack", as_json: bool) -> None:
    from jishi.actions.overview import by_domain, plausibility
    from jishi.cli.tables import print_plausibility

    found = list(plausibility(by_domain(results, pack), pack))
    if as_json:
        print_json(
            [
                {
                    "domain": one.share.domain,
                    "least": int(one.share.least * 100),
                    "most": int(one.share.most * 100),
                    "own": one.own,
                    "graded": one.graded,
                    "verdict": one.verdict,
                }
                for one in found
            ]
        )
    else:
        print_plausibility(found)
