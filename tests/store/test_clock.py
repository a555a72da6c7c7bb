"""A demo lives in the year of its pack; every other home lives today."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.home import Home


def test_a_demo_that_is_behind_counts_its_days_from_its_own_calendar(settings) -> None:
    settings.JISHI_DAYS_BEHIND = 5000

    moved = clock.now()

    assert timedelta(days=5000) <= timezone.now() - moved < timedelta(days=5001)
    assert clock.today() == timezone.localtime(clock.now()).date()


def test_a_fixed_moment_is_not_moved(settings) -> None:
    settings.JISHI_DAYS_BEHIND = 5000
    moment = timezone.now()

    with clock.at(moment):
        assert clock.now() == moment


def test_a_home_says_by_how_many_days_it_is_behind(tmp_path: Path) -> None:
    demo = Home.create(tmp_path / "demo", mode="demo", days_behind=7)

    assert Home(demo.path).days_behind == 7


def test_only_a_demo_is_ever_behind(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "home", days_behind=7)

    assert Home(home.path).days_behind == 0


def test_a_number_of_days_that_is_none_is_told(tmp_path: Path) -> None:
    demo = Home.create(tmp_path / "demo", mode="demo", days_behind=7)
    said = demo.manifest_file.read_text(encoding="utf-8")
    demo.manifest_file.write_text(said.replace("7", '"many"'), encoding="utf-8")

    with pytest.raises(Refusal, match=r"home\.json"):
        _ = Home(demo.path).days_behind
