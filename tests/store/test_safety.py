import json
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.store import safety
from jishi.store.home import Home
from tests.store.ground import an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(tmp_path: Path, settings) -> Home:
    home = Home.create(tmp_path / "production")
    settings.JISHI_HOME = str(home.path)
    return home


def said(home: Home, host: str = "127.0.0.1") -> list[str]:
    with pytest.raises(Refusal) as refusal:
        safety.check(home, host)
    return [str(complaint.what) for complaint in refusal.value.complaints]


def test_a_fresh_home_is_served_to_its_own_machine(production: Home, home: Home) -> None:
    for each in (production, home):
        for host in ("127.0.0.1", "localhost", "::1"):
            assert safety.check(each, host) is None


def test_a_demo_is_not_served_to_others(home: Home) -> None:
    assert said(home, "0.0.0.0") == [
        "A demo offers its accounts to everybody, so it is served to this machine only."
    ]


def test_passwords_do_not_cross_the_network_in_the_clear(production: Home, settings) -> None:
    assert said(production, "10.0.0.5") == ["Passwords would cross the network in the clear."]

    settings.SESSION_COOKIE_SECURE = True
    assert safety.check(production, "10.0.0.5") is None


def test_production_refuses_accounts_of_the_demo(production: Home) -> None:
    account = an_account("demo-clerk")
    account.demo = True
    account.save()

    assert said(production) == ["Accounts of the demo can be used by everybody, and this home is for production."]


def test_production_refuses_keys_that_others_may_read(production: Home) -> None:
    production.secrets_file.chmod(0o644)

    assert said(production) == ["Others on this machine may read this file of secrets."]
    with pytest.raises(Refusal, match="chmod 600"):
        production.check()


@pytest.mark.parametrize("weak", [{"django": "short"}, {"event": "00" * 32}, {"vault": "ab" * 32}])
def test_production_refuses_weak_keys(production: Home, weak: dict[str, str]) -> None:
    parts = json.loads(production.secrets_file.read_text()) | weak
    production.secrets_file.write_text(json.dumps(parts))

    assert said(Home(production.path)) == ["A key in this file is too weak."]


def test_debug_and_any_host_are_refused_with_all_reasons_at_once(production: Home, settings) -> None:
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["*"]

    assert said(production) == [
        "DEBUG is on: faults would show data to strangers.",
        "Every host name is allowed.",
    ]


def test_keys_are_made_for_each_home_and_only_the_owner_reads_them(production: Home, home: Home) -> None:
    assert production.secrets != home.secrets
    assert production.secrets.event.hex() not in repr(production.secrets)
    for file in (production.secrets_file, production.manifest_file):
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_a_home_already_is_not_made_again(production: Home) -> None:
    with pytest.raises(Refusal, match="a home in this folder already"):
        Home.create(production.path)


def test_a_home_of_a_later_program_is_refused(production: Home) -> None:
    production.manifest_file.write_text(json.dumps({"format": 99, "mode": "demo", "database": "db.sqlite3"}))

    with pytest.raises(Refusal, match="later Jishi"):
        Home(production.path).check()


def test_the_address_that_is_shown_holds_no_password(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "h", "postgresql://li:secret@db.example:5433/jishi")

    assert home.address == "postgresql://db.example:5433/jishi"
