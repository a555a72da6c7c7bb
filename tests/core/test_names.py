"""Names inside sentences are told in the language of the sentence."""

import gettext
import io

import pytest

from jishi.actions.sentences import plain, spoken
from jishi.core.errors import sentence
from jishi.core.names import Named, Names
from jishi.web.catalogues import compiled, path_of, read

BRANCH = Named({"zh-Hans": "党支部", "zh-Hant": "黨支部", "en": "branch"})
TOWN = Named({"zh-Hans": "乡党委", "zh-Hant": "鄉黨委", "en": "township committee"})
SAID = sentence("Write one of these: %(names)s.", names=Names([BRANCH, TOWN, "C1"], 2))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Write one of these: branch, township committee…."),
        ("zh_Hans", "党支部、乡党委…"),
        ("zh_Hant", "黨支部、鄉黨委…"),
    ],
)
def test_names_are_told_in_the_language_of_the_sentence(language: str, expected: str) -> None:
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled(read(path_of(language)))))

    assert expected in SAID.say(catalogue.gettext)


def test_without_a_catalogue_names_are_english() -> None:
    assert str(SAID) == "Write one of these: branch, township committee…."


def test_what_was_kept_is_told_in_another_language_later() -> None:
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled(read(path_of("zh_Hant")))))
    kept = plain(sentence("%(kind)s cannot stand below %(above)s.", kind=BRANCH, above=TOWN))

    told = spoken(kept).say(catalogue.gettext)

    assert "黨支部" in told
    assert "鄉黨委" in told
    assert spoken(plain(SAID)) == SAID


def test_a_name_without_the_language_is_told_in_another_one() -> None:
    assert str(Named({"zh-Hans": "党支部"})) == "党支部"
