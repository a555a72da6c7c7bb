"""The examples in the docstrings of the core are true."""

import doctest
import importlib
from pathlib import Path
from types import ModuleType

import pytest

import jishi.core

FOLDER = Path(jishi.core.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")


def examples(module: ModuleType) -> list[doctest.DocTest]:
    return [found for found in doctest.DocTestFinder(exclude_empty=True).find(module) if found.examples]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_gives_what_it_shows(name: str) -> None:
    failures: list[str] = []

    for example in examples(importlib.import_module(f"jishi.core.{name}")):
        doctest.DocTestRunner(verbose=False).run(example, out=failures.append)

    assert failures == []


def test_there_are_examples_to_try() -> None:
    found = [example for name in NAMES for example in examples(importlib.import_module(f"jishi.core.{name}"))]

    assert len(found) > 10
