"""The three catalogues are complete, well formed, and each in its own language."""

import gettext
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from opencc import OpenCC

from jishi.web.catalogues import LANGUAGES, Entry, compiled, path_of, read
from jishi.web.extraction import messages
from jishi.web.merging import quoted
from jishi.web.pages.packs.browser import PARTS
from tests.web.ground import a_world, reading

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jishi"
PLACE = re.compile(r"%\((\w+)\)s")
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Written the same in both scripts by those who write Traditional; OpenCC knows an older form.
ALSO_TRADITIONAL = set("台群裡為眾啟里只准里范面了占线綫奖托云后干")


def entries(language: str) -> list[Entry]:
    return read(path_of(language))[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_source_is_translated(language: str) -> None:
    said = {(entry.id, entry.plural): entry.said for entry in entries(language)}

    missing = [m.id for m in messages() if not all(said.get((m.id, m.plural), ("",)))]

    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_named_places(language: str) -> None:
    wrong = [
        f"{entry.line}: {entry.id}"
        for entry in entries(language)
        for said in entry.said
        if not set(PLACE.findall(said)) <= set(PLACE.findall(entry.id + entry.plural))
        or (not entry.plural and set(PLACE.findall(said)) != set(PLACE.findall(entry.id)))
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_can_be_filled_in(language: str) -> None:
    broken = []
    for entry in entries(language):
        values = dict.fromkeys(PLACE.findall(entry.id + entry.plural), "x")
        for said in entry.said if values else ():
            try:
                said % values
            except (ValueError, TypeError, KeyError) as fault:
                broken.append(f"{entry.line}: {said} ({fault})")

    assert not broken, "\n".join(broken)


def test_traditional_has_no_letters_that_are_only_simplified() -> None:
    convert = OpenCC("s2t").convert

    wrong = [
        f"{entry.line}: {letter} in {said}"
        for entry in entries("zh_Hant")
        for said in entry.said
        for letter in said
        if convert(letter) != letter and letter not in ALSO_TRADITIONAL
    ]

    assert not wrong, "\n".join(wrong)


def test_english_says_what_its_ids_say() -> None:
    assert [e.id for e in entries("en") if e.said[0] != e.id] == []


def test_the_compiled_file_is_what_gettext_reads() -> None:
    found = gettext.GNUTranslations(io.BytesIO(compiled(read(path_of("zh_Hans")))))

    assert found.gettext("Units") == "组织"
    assert found.ngettext("%(count)s unit", "%(count)s units", 3) == "%(count)s个组织"
    assert found.gettext("not in the catalogue") == "not in the catalogue"


def test_what_is_quoted_reads_back() -> None:
    text = 'a "quote", a back\\slash'

    assert quoted(text) == '"a \\"quote\\", a back\\\\slash"'


@pytest.mark.django_db
def test_english_pages_hold_chinese_only_where_it_is_a_name() -> None:
    world = a_world()
    client = reading(world, "county", "en")
    names = [unit.name for unit in world.units.values()] + ["简体中文", "繁體中文", "简", "繁"]
    addresses = [
        reverse(name) for name in ("home", "units", "grading", "overview", "runs", "packs", "imports", "me")
    ]
    addresses += [reverse(name, args=[world.units["C11"].pk]) for name in ("unit", "why", "self-assessment")]
    addresses += [
        reverse("pack-part", args=["year-2012", part]) for part in PARTS if part not in ("documents", "worked")
    ]

    left = {address: _chinese(client, address, names) for address in addresses}

    assert {address: found for address, found in left.items() if found} == {}


def _chinese(client: Client, address: str, names: list[str]) -> list[str]:
    # Numbers of documents are printed as they were issued.
    text = re.sub(r"[\u3400-\u9fff]+〔\d{4}〕\d+号", "", client.get(address).content.decode())
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return CHINESE.findall(text)[:20]


def test_the_very_first_start_speaks_the_readers_language(tmp_path: Path) -> None:
    """Given a clone in which nothing was compiled yet, when a home is made, then pages are translated at once."""
    source = tmp_path / "jishi"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "data"))
    asked = (
        "import sys, pathlib; from jishi.actions.demo.home import fresh; fresh(pathlib.Path(sys.argv[1]));"
        "from django.utils.translation import gettext, override; override('zh-hans').__enter__();"
        "print(gettext('Waiting for you') != 'Waiting for you')"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI_", "DJANGO_"))}
    surroundings = {**kept, "PYTHONPATH": str(tmp_path)}
    words = [sys.executable, "-c", asked, str(tmp_path / "home")]

    said = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=False)

    assert said.stdout == "True\n", said.stderr
