"""A small questionnaire, and a box with slips."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from jishi.ballotbox.box import Box, Handed
from jishi.ballotbox.boxes import Boxes
from jishi.core.consult.conditions import Compared
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.names import Named
from jishi.store.home import Home

DAY = date(2012, 6, 1)
_opened: list[Box] = []


def named(zh_hans: str, zh_hant: str, en: str) -> Named:
    return Named({"zh-Hans": zh_hans, "zh-Hant": zh_hant, "en": en})


def questionnaire() -> Questionnaire:
    choices = (
        Choice("satisfied", named("满意", "滿意", "Satisfied")),
        Choice("dissatisfied", named("不满意", "不滿意", "Not satisfied")),
    )
    reasons = (Choice("venue", named("场所", "場所", "Venue")), Choice("funds", named("经费", "經費", "Funds")))
    return Questionnaire(
        "satisfaction",
        named("满意度", "滿意度", "Satisfaction"),
        "members",
        named("了解是否满意。", "瞭解是否滿意。", "To know who is satisfied."),
        1,
        (
            Question("overall", named("总体", "總體", "Overall"), "one", choices),
            Question(
                "why",
                named("哪里？", "哪裡？", "Where?"),
                "several",
                reasons,
                show_if=Compared("overall", "=", "dissatisfied"),
            ),
            Question(
                "times",
                named("几次？", "幾次？", "How often?"),
                "number",
                least=0,
                most=20_000,
                not_applicable=True,
            ),
            Question("share", named("几成？", "幾成？", "What share?"), "number", least=0, most=10_000, scale=100),
            Question("wish", named("愿望", "願望", "A wish"), "text", max_length=50),
        ),
    )


@contextmanager
def boxes_of(home: Home) -> Iterator[Boxes]:
    """The boxes of a test's home, on the database of this run; whatever is left is removed."""
    boxes = Boxes.of_home(home.path, home.database if home.kind == "postgresql" else None)
    yield boxes
    while _opened:
        _opened.pop().tables.close()
    for round in boxes.rounds():
        boxes.box(round).tables.drop()


def opened(boxes: Boxes, count: int, round: str = "first") -> tuple[Box, tuple[str, ...]]:
    """An open box with slips of one unit."""
    box = boxes.create(round, [questionnaire()])
    codes = box.add_slips("11", "members", "satisfaction", count)
    box.open(DAY)
    _opened.append(box)
    return box, codes


def handed(box: Box, code: str, **given: object) -> Handed:
    return Handed(box.digest(code), given)


def count(box: Box, code: str, day: date = DAY, **given: object) -> str:
    """Hand in one answer and return what became of it."""
    return box.count([handed(box, code, **given)], day)[0].what


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
