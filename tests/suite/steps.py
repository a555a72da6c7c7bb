"""The steps of the suite, in the order in which a failure is cheapest to learn of."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PYTHON = sys.executable
ROOT = Path(__file__).resolve().parents[2]
STRICT = ("jishi.core", "jishi.packs", "jishi.engines", "jishi.columnar")

Line = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step: command lines that must all end with 0.

    Attributes:
        packages: Debian packages it needs.
        each_pack: repeat the one command line for every pack, its path added at the end.
    """

    name: str
    what: str
    commands: tuple[Line, ...]
    packages: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    each_pack: bool = False

    def lines(self) -> list[Line]:
        """Return the command lines to run."""
        if not self.each_pack:
            return list(self.commands)
        packs = sorted(path.parent for path in (ROOT / "packs").glob("*/pack.yaml"))
        return [(*command, str(pack.relative_to(ROOT))) for command in self.commands for pack in packs]


def _module(*words: str) -> Line:
    return (PYTHON, "-m", *words)


_PYTEST = _module("pytest", "-q", "--durations=5")

STEPS = (
    Step(
        "format", "every file as the formatter writes it", (_module("ruff", "format", "--check", "--quiet", "."),)
    ),
    Step("lint", "the linter's rules", (_module("ruff", "check", "--quiet", "."),)),
    Step(
        "types",
        "strict types in core, packs, engines, columnar",
        (_module("mypy", "--strict", *(word for package in STRICT for word in ("-p", package))),),
    ),
    Step(
        "imports",
        "arrows between the layers point down",
        ((PYTHON, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"),),
    ),
    Step("packs", "every pack passes its own examples", (_module("jishi", "pack", "check"),), each_pack=True),
    Step(
        "docs",
        "generated pages are fresh and the documentation builds",
        (
            _module("jishi", "docs", "--check"),
            _module("mkdocs", "build", "--strict", "--site-dir", "build/site"),
        ),
    ),
    Step(
        "tests",
        "all tests on SQLite",
        ((*_PYTEST, "-n", "2", "-m", "not browser"),),
        packages=("fonts-noto-cjk", "poppler-utils"),
        environment={"JISHI_TEST_DATABASE": "sqlite"},
    ),
    Step(
        "postgres",
        "the tests that touch the store, on PostgreSQL",
        ((*_PYTEST, "-n", "2", "-m", "store and not browser"),),
        packages=("postgresql-15",),
        environment={"JISHI_TEST_DATABASE": "postgres"},
    ),
    Step(
        "browser",
        "pages in a real browser",
        ((*_PYTEST, "-m", "browser"),),
        packages=("chromium", "fonts-noto-cjk", "poppler-utils", "iproute2", "libnss3-tools"),
        environment={"JISHI_TEST_DATABASE": "sqlite", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"},
    ),
)
