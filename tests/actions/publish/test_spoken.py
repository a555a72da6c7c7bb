"""A paper of the board in three languages: what the pack words is said in each, the office's own words stay."""

import pytest

from jishi.actions.publish.notices import Wording, proves
from jishi.actions.publish.poster import poster
from jishi.actions.publish.saying import HIDDEN, INSTEAD
from jishi.actions.publish.spoken import LANGUAGES, heading, spoken
from jishi.core.errors import Refusal
from jishi.store.models.people import Person
from jishi.store.models.publish import Notice
from tests.actions.cases.ground import a_town, pack
from tests.actions.publish.test_notices import a_notice

pytestmark = pytest.mark.django_db
GRADES = pack().publication_by_id["grades"]
OF_PACK = Wording(GRADES.title.zh_hans, GRADES.wording.zh_hans)
OWN = Wording("石桥公示", "请看榜。", also={"en": ("Board of Shiqiao", ""), "zh-Hans": ("不算", "不算")})


def test_words_of_the_pack_grades_and_domains_are_said_in_each_language() -> None:
    notice = a_notice(a_town(), OF_PACK)

    said = {language: spoken(notice, pack(), language) for language in LANGUAGES}

    assert said["en"].title == GRADES.title.en
    assert said["zh-Hant"].text == GRADES.wording.zh_hant
    assert [list(row) for row in said["en"].rows] == [["石桥小组", "Town", "Good"], ["新桥小组", "Town", "Good"]]
    assert not any(each.own for each in said.values())
    assert proves(notice)


def test_the_offices_own_words_stand_as_written_and_the_paper_says_so_unless_it_wrote_them_in_both() -> None:
    notice = a_notice(a_town(), OWN)

    own, english, traditional = (spoken(notice, pack(), language) for language in ("zh-Hans", "en", "zh-Hant"))

    assert (own.title, own.text, own.own) == ("石桥公示", "请看榜。", False)
    assert (english.title, english.text, english.own) == ("Board of Shiqiao", "请看榜。", True)
    assert (traditional.title, traditional.own) == ("石桥公示", True)
    assert heading(notice, None, "en") == "Board of Shiqiao"


def test_no_person_is_named_in_another_language_either() -> None:
    town = a_town()
    Person.objects.create(name="王平", unit=town.units["C11"])

    with pytest.raises(Refusal, match="Persons are named: 王平"):
        a_notice(town, Wording("公示", "请看榜。", also={"en": ("By 王平", "Look.")}))


def test_words_in_another_language_belong_to_the_record() -> None:
    notice = a_notice(a_town(), OWN)
    sound = proves(notice)

    Notice.objects.filter(pk=notice.pk).update(content={**notice.content, "also": {"en": ["Changed", ""]}})

    assert (sound, proves(Notice.objects.get(pk=notice.pk))) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bands_and_days_are_said_in_each_language_whichever_they_were_put_up_in(language: str) -> None:
    for written in LANGUAGES:
        cells = [HIDDEN[written], INSTEAD["minute"][written] % 80, INSTEAD["pool"][written] % 70, "95%–100%"]
        rows = [["C11", cell, "2012-08-31"] for cell in cells]
        notice = Notice(publication="x", title="t", content={"fields": ["members", "due"], "rows": rows})

        found = [row[0] for row in spoken(notice, pack(), language).rows]

        wanted = [HIDDEN[language], INSTEAD["minute"][language] % 80, INSTEAD["pool"][language] % 70, "95%–100%"]
        assert found == wanted
        assert spoken(notice, pack(), language).rows[0][1] in ("2012年8月31日", "2012-08-31")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_is_printed_in_each_language(language: str) -> None:
    notice = a_notice(a_town(), OWN)

    assert poster(notice, pack(), "http://x/n/A", online=False, language=language).startswith(b"%PDF")
