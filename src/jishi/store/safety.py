"""What must hold before a home is served; each fault is one exact sentence."""

from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings

from jishi.core.errors import Complaint, Refusal, sentence
from jishi.store.home import Home
from jishi.store.models.office import Account


def check(home: Home, host: str = "127.0.0.1") -> None:
    """Refuse to serve what would be unsafe.

    Raises:
        Refusal: with every fault at once.
    """
    faults = [*home.unsafe_files(), *_of_address(home, host), *_of_settings()]
    if home.mode == "production":
        faults += _of_production(home)
    if faults:
        raise Refusal(faults)


def _of_address(home: Home, host: str) -> Iterator[Complaint]:
    if _is_local(host):
        return
    if home.mode == "demo":
        yield Complaint(
            f"--host {host}",
            sentence("A demo offers its accounts to everybody, so it is served to this machine only."),
            sentence("Leave out --host, or make a home with: jishi init"),
        )
    elif not settings.SESSION_COOKIE_SECURE:
        yield Complaint(
            f"--host {host}",
            sentence("Passwords would cross the network in the clear."),
            sentence(
                "Make a certificate with: jishi certificate make --for %(host)s. "
                "Or put a server with TLS in front and set JISHI_HTTPS=1.",
                host=host,
            ),
        )


def _of_settings() -> Iterator[Complaint]:
    if settings.DEBUG:
        yield Complaint(
            "settings",
            sentence("DEBUG is on: faults would show data to strangers."),
            sentence("Set DEBUG to False."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Complaint(
            "JISHI_HOSTS",
            sentence("Every host name is allowed."),
            sentence("Name the hosts of this server, with commas between."),
        )


def _of_production(home: Home) -> Iterator[Complaint]:
    keys = home.secrets
    weak = len(keys.django) < 40 or any(len(set(key)) < 12 for key in (keys.django, keys.event, keys.vault))
    if weak or keys.event == keys.vault:
        yield Complaint(
            str(home.secrets_file),
            sentence("A key in this file is too weak."),
            sentence("Restore the file from a backup; a key made by hand is not safe."),
        )
    open_accounts = Account.objects.filter(demo=True, is_active=True).order_by("username")
    names = ", ".join(open_accounts.values_list("username", flat=True)[:5])
    if names:
        yield Complaint(
            names,
            sentence("Accounts of the demo can be used by everybody, and this home is for production."),
            sentence("Close each with: jishi account close NAME"),
        )


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
