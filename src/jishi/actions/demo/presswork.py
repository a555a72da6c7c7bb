"""What the press of the demo does in its own process, which knows nothing of Django."""

from collections.abc import Sequence
from pathlib import Path

from jishi.ballotbox.intake.pages import translator
from jishi.documents.slips import Group, slip_sheets

LANGUAGE = "zh-Hans"


def write(stem: Path, groups: Sequence[Group], fonts: Path) -> int:
    """Write sheets of slips into files of this name, numbered from the second on; return how many files."""
    number = 0
    for number, content in enumerate(slip_sheets(groups, translator(LANGUAGE), fonts=fonts), 1):
        end = f"-{number}" if number > 1 else ""
        stem.with_name(f"{stem.name}{end}.pdf").write_bytes(content)
    return number
