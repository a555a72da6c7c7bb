"""What may never be committed: a registry, a path of one machine, a number that looks like a person's."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written so that these lines do not find themselves.
HOSTS = re.compile(r"py[p]i\.org|python[h]osted|registry\.[n]pmjs|(deb|security)\.[d]ebian\.org")
PATHS = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root/\.pyenv|tmp/bash_jobs)/")
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](?!\d)")


def texts() -> dict[str, str]:
    """Every committed text file by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    found = {}
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in (".png", ".parquet", ".xlsx", ".mo"):
            found[name] = path.read_text(encoding="utf-8", errors="replace")
    return found


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line) and "sha256:" not in line
    ]


def test_no_file_names_a_package_registry() -> None:
    assert places(HOSTS) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert places(PATHS) == []


def test_no_file_holds_a_number_that_looks_like_a_persons_identity() -> None:
    assert places(IDENTITY) == []
