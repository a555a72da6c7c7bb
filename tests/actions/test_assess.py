"""The main job: a run is written once, as a whole, and everybody gets the same from the same."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jishi.actions.assess import Order, assess, snapshot_of
from jishi.actions.assess_turn import turn
from jishi.actions.explained import explained
from jishi.actions.programme import PINNED, pack_of
from jishi.actions.results import of_run
from jishi.columnar.runs import read_run, result_digest
from jishi.core import reference
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.packs.lower import lower
from jishi.store.home import Home
from jishi.store.models.assess import FactValue, Round, Run
from jishi.store.models.office import Event
from tests.actions.association import open_year, say, settle

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import sys, time
from pathlib import Path
from jishi.store.home import Home
Home.open(Path(sys.argv[1]))
from jishi.actions.assess import Order, assess
from jishi.actions.programme import round_of
def progress(what, done, total):
    if str(what) == sys.argv[2]:
        print("inside", flush=True)
        time.sleep(60)
assess(Order(round_of("2026", 1)), progress)
"""


@pytest.fixture
def round_() -> Round:
    first, _ = open_year()
    settle(first)
    return first


def _traces(home: Home) -> tuple[int, int, list[str], list[str]]:
    folders = [sorted(p.name for p in place.iterdir() if p.is_dir()) for place in (home.runs, home.snapshots)]
    return Run.objects.count(), Event.objects.count(), folders[0], folders[1]


def test_a_run_is_recorded_with_everything_it_rests_on(round_: Round, home: Home) -> None:
    events = Event.objects.count()

    run = assess(Order(round_))

    assert (run.number, run.state, run.units) == (1, "done", 8)
    assert (run.pack, run.pack_digest) == ("chapters", round_.cycle.pack_digest)
    assert (run.summary["graded"], run.summary["ungraded"]) == (6, 0)
    assert read_run(home.path / run.folder, verify=True).digest == run.result_digest
    assert [event.name for event in Event.objects.order_by("number")[events:]] == ["run.assess"]


def test_a_run_says_what_the_reference_says(round_: Round, home: Home) -> None:
    run = assess(Order(round_))

    pack = pack_of(round_.cycle)
    told = reference.evaluate(lower(pack, round_.tree_on), snapshot_of(round_, pack))
    assert result_digest(read_run(home.path / run.folder).result) == result_digest(told)


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_the_same_input_gives_the_same_run_on_every_engine(round_: Round, engine: str) -> None:
    first = assess(Order(round_))

    second = assess(Order(round_, engine))

    assert (second.number, second.result_digest) == (2, first.result_digest)
    assert (second.snapshot_digest, second.snapshot_folder) == (first.snapshot_digest, first.snapshot_folder)


def test_a_changed_fact_gives_another_snapshot(round_: Round) -> None:
    first = assess(Order(round_))
    FactValue.objects.filter(fact__code="incidents", value=0).update(value=2)

    second = assess(Order(round_))

    assert second.snapshot_digest != first.snapshot_digest
    assert second.result_digest != first.result_digest


def test_one_unit_alone_is_computed_the_same_as_all_of_them(round_: Round) -> None:
    run = assess(Order(round_))

    results = of_run(OPERATOR, run)
    for value in FactValue.objects.filter(fact__code="incidents").select_related("unit"):
        found = explained(OPERATOR, results, value.unit)
        assert found.explanation.replay.differing == ()
        assert found.explanation.proposal == results.value("proposal", value.unit_id)


def test_the_round_before_is_read_too(round_: Round) -> None:
    second = Round.objects.get(number=2)
    say(second, FactValue.objects.first().unit, incidents=1)  # type: ignore[union-attr]

    found = snapshot_of(second, pack_of(second.cycle))

    assert int(found.facts["incidents"].valid.sum()) == 1
    assert int(found.previous["incidents"].valid.sum()) == 6


def test_a_pack_that_was_changed_is_refused(round_: Round, home: Home) -> None:
    grades = home.path / PINNED / round_.cycle.pack_digest[:16] / "chapters" / "grades.yaml"
    changed = grades.read_text(encoding="utf-8").replace("scoreable_at_least: ", "scoreable_at_least: 1")
    grades.write_text(changed, encoding="utf-8")

    with pytest.raises(Refusal, match="The pack was changed after the cycle 2026 was opened"):
        assess(Order(round_))


def test_a_round_without_units_is_refused() -> None:
    first, _ = open_year()

    with pytest.raises(Refusal, match="On 2026-06-30 the tree holds no units"):
        assess(Order(first))


def test_an_unknown_engine_is_refused(round_: Round) -> None:
    with pytest.raises(Refusal, match="There is no engine of this name"):
        assess(Order(round_, "abacus"))


def test_of_two_runs_at_once_the_second_is_told(round_: Round) -> None:
    with turn(round_), pytest.raises(Refusal, match="This round is being assessed already"):
        assess(Order(round_))

    assert assess(Order(round_)).number == 1


def _child(home: Home, stop_at: str, **more: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", CHILD, str(home.path), stop_at]
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["Writing the snapshot …", "Writing the run …", "Recording the run …"])
def test_a_killed_run_leaves_nothing_and_can_be_run_again(round_: Round, home: Home, step: str) -> None:
    before = _traces(home)
    process = _child(home, step)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "inside"

    process.send_signal(signal.SIGKILL)
    process.wait()

    assert _traces(home)[:2] == before[:2]
    run = assess(Order(round_))
    assert _traces(home) == (1, before[1] + 1, [Path(run.folder).name], [Path(run.snapshot_folder).name])


def _no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 10, 2 << 10))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


@pytest.mark.django_db(transaction=True)
def test_a_run_without_room_on_the_disk_leaves_nothing(round_: Round, home: Home) -> None:
    before = _traces(home)
    process = _child(home, "never", preexec_fn=_no_room)

    _out, error = process.communicate()

    assert process.returncode != 0
    assert "There is no space left" in error
    assert _traces(home) == before
