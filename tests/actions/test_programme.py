"""A year and the pack that it pins: the copy's bytes count, not what this program reads out of them."""

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jishi.actions import parsed as parsed_packs
from jishi.actions import programme
from jishi.actions.programme import PINNED, folder_of, pack_of, read_pack
from jishi.actions.verify import check_packs
from jishi.core.errors import Refusal, refuse, sentence
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.store import answering
from jishi.store.home import Home
from jishi.store.models.assess import Cycle
from tests.actions.association import open_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    first, _ = open_year()
    return first.cycle


def _forget() -> None:
    """Do as a new process does."""
    for kept in (programme._read, programme._digest, programme._parsed, parsed_packs._code):
        kept.cache_clear()


def _place(home: Home, cycle: Cycle) -> Path:
    return home.path / PINNED / cycle.pack_digest[:16]


def test_a_program_that_reads_more_out_of_the_files_does_not_change_the_year(
    cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forget()
    # The next version reads the same files to another normal form.
    monkeypatch.setattr(
        parsed_packs, "load", lambda folder, checked: replace(load(folder, checked=checked), digest="new")
    )
    monkeypatch.setattr(parsed_packs, "_code", lambda: "next version")

    assert pack_of(cycle).digest == "new"
    assert list(check_packs()) == []


def test_a_comment_added_to_the_copy_is_told(cycle: Cycle, home: Home) -> None:
    with (_place(home, cycle) / "chapters" / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write("# nothing\n")

    with pytest.raises(Refusal, match="The pack was changed"):
        pack_of(cycle)
    assert len(list(check_packs())) == 1


def test_a_file_added_to_the_copy_or_taken_from_it_is_told(cycle: Cycle, home: Home) -> None:
    added = _place(home, cycle) / "chapters" / "standards" / "another.yaml"
    added.write_text("", encoding="utf-8")
    with pytest.raises(Refusal, match="The pack was changed"):
        pack_of(cycle)
    added.unlink()
    assert pack_of(cycle).id == "chapters"

    next((_place(home, cycle) / "chapters" / "standards").iterdir()).unlink()
    with pytest.raises(Refusal, match="The pack was changed"):
        pack_of(cycle)


def test_the_second_start_reads_the_kept_form_and_finds_the_same(
    cycle: Cycle, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forget()
    first = pack_of(cycle)
    _forget()
    monkeypatch.setattr(parsed_packs, "load", _never)

    second = pack_of(cycle)

    assert second is not first
    assert second == first


def _never(folder: Path, checked: bool) -> Pack:
    raise AssertionError("the files were read again")


def test_a_kept_form_that_somebody_else_wrote_is_not_opened(cycle: Cycle, home: Home) -> None:
    _forget()
    pack_of(cycle)
    (file,) = (home.path / parsed_packs.FOLDER).iterdir()
    whole = bytearray(file.read_bytes())
    whole[-2] ^= 1
    file.write_bytes(bytes(whole))
    _forget()

    assert pack_of(cycle).id == "chapters"
    assert file.read_bytes() != bytes(whole)


def test_a_pack_that_this_program_cannot_read_is_read_once_and_refused_each_time(
    cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    _forget()
    reads = []

    def unreadable(folder: Path, digest: str) -> Pack:
        reads.append(folder)
        raise refuse("pack.yaml", sentence("There is no pack of this name."), sentence("Choose another."))

    monkeypatch.setattr(programme, "parsed", unreadable)

    for _request in range(2):
        with pytest.raises(Refusal, match="There is no pack of this name"):
            pack_of(cycle)
    _forget()

    assert len(reads) == 1


@pytest.mark.parametrize("read", [pack_of, lambda cycle: read_pack(folder_of(cycle.pack))])
def test_the_search_for_garbage_passes_over_a_pack_that_was_read(
    cycle: Cycle, read: Callable[[Cycle], Pack]
) -> None:
    _forget()
    gc.unfreeze()

    pack = read(cycle)

    assert gc.get_freeze_count() > 0
    assert not any(known is pack for known in gc.get_objects())


def test_while_a_request_is_answered_the_files_of_a_pack_are_looked_at_once(
    cycle: Cycle, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    look = programme._looked_up
    monkeypatch.setattr(programme, "_looked_up", lambda place: looked.append(place) or look(place))

    answering.begun()
    for _ in range(3):
        pack_of(cycle)
    answering.ended()
    pack_of(cycle)

    assert looked == [_place(home, cycle)] * 2
