"""Accounts and grants from the command line."""

import json

import pytest
from click.testing import CliRunner, Result

from jishi.actions.programme import open_cycle, rounds_of
from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.home import Home
from jishi.store.models.office import Account, Event, Grant
from tests.actions.org.ground import a_county
from tests.web.ground import pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch):
    """Ask a command of a home with a small county, an open year and an account that was given nothing."""
    monkeypatch.setenv("JISHI_LANG", "en")
    # The process has been set up for the suite's home; this test's home holds its files.
    monkeypatch.setattr(Home, "open", classmethod(lambda cls, path: home))
    a_county()
    open_cycle(None, "2012", pack(), rounds_of(pack())[:1])

    def run(*words: str) -> Result:
        return CliRunner().invoke(jishi, ["account", *words, "--home", str(home.path)], catch_exceptions=False)

    assert run("add", "li").exit_code == 0
    return run


def test_a_grant_is_given_listed_and_ended_by_its_number(ask) -> None:
    told = ask("grant", "li", "C1", "township-clerk", "--duty", "enter", "--field-class", "2").stdout
    number = Grant.objects.get().pk

    (row,) = json.loads(ask("list", "--json").stdout)
    ended = ask("revoke", str(number))

    assert f"jishi account revoke {number}" in told
    assert [(g["number"], g["role"], g["unit"], g["to"]) for g in row["grants"]] == [
        (number, "township-clerk", "C1", None)
    ]
    assert ended.exit_code == 0
    assert Event.objects.filter(name="grant.end", subject=f"grant:{number}").count() == 1


def test_a_grant_with_an_end_is_over_on_that_day(ask) -> None:
    tomorrow = clock.today().fromordinal(clock.today().toordinal() + 1)

    ask("grant", "li", "C1", "township-clerk", "--until", tomorrow.isoformat())

    li = Account.objects.get(username="li")
    assert len(scope_of(li, clock.today()).holdings) == 1
    assert scope_of(li, tomorrow).holdings == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("clerk",), "No role has this name"),
        (("branch-secretary", "--field-class", "3"), "reads fields of class 0 to 2 only"),
        (("township-clerk", "--duty", "rule"), "This is not a duty"),
        (("township-clerk", "--until", "2012-01-01"), "would end before it begins"),
    ],
)
def test_what_the_pack_does_not_allow_is_not_granted(ask, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        ask("grant", "li", "C1", *words)

    assert not Grant.objects.exists()


def test_an_axis_that_is_none_is_wrong_use(ask) -> None:
    assert ask("grant", "li", "C1", "township-clerk", "--axis", "sideways").exit_code == 2


def test_a_grant_that_is_not_there_cannot_be_ended(ask) -> None:
    with pytest.raises(Refusal, match="There is no grant of this number"):
        ask("revoke", "9")


def test_what_was_given_already_is_not_given_twice(ask) -> None:
    words = ("grant", "li", "C1", "township-clerk", "--duty", "enter", "--field-class", "2")

    again = [ask(*words).exit_code for _time in range(2)]

    assert again == [0, 0]
    assert Grant.objects.count() == 1
    assert Event.objects.filter(name="grant.give").count() == 1
