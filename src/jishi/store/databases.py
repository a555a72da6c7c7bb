"""A home's database as Django's settings: SQLite or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jishi.core.errors import refuse, sentence

# WAL lets readers go on while one writes; FULL keeps what was said to be saved through a power cut. What is deleted
# is written over: nobody finds in free pages what single people counted.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-65536; PRAGMA secure_delete=ON;"
)


def settings_of(database: str, folder: Path) -> dict[str, Any]:
    """Return one entry of DATABASES for a PostgreSQL address or the name of a SQLite file in ``folder``."""
    if "://" in database:
        return _postgresql(database)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / database),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_START, "timeout": 20},
    }


def check_address(address: str) -> None:
    """Refuse what is not the address of a PostgreSQL database.

    Raises:
        Refusal: with the shape that an address has.
    """
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("postgresql", "postgres") and parts.path.removeprefix("/") and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise refuse(
            "--database",
            sentence("This is not the address of a PostgreSQL database."),
            sentence("Write it like this: postgresql://user:password@host:5432/name"),
        )


def _postgresql(address: str) -> dict[str, Any]:
    check_address(address)
    parts = urlsplit(address)
    name = parts.path.removeprefix("/")
    options = dict(parse_qsl(parts.query))
    # PostgreSQL compiles a statement that it takes for a dear one. Ours name many tables and live short: half a
    # minute went into compiling what then ran for two seconds. Who wants it says ?options=-c%20jit%3Don.
    options["options"] = f"-c jit=off {options.get('options', '')}".rstrip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A folder in ?host= is a local socket.
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
