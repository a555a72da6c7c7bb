"""The published format is the one that the loader reads."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from jishi.packs.schema.prose import pack_format
from jishi.packs.schema.publish import json_schema, schema_text
from tests.packs.folders import BROKEN, LOCAL, MINIMAL, ROOT, SHIPPED


class PlainLoader(yaml.CSafeLoader):
    """YAML as an editor reads it, with days left as text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_one_object(folder: Path) -> dict[str, Any]:
    """Return a pack as the schema sees it: path → content."""
    return {
        str(path.relative_to(folder).as_posix()): yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)
        for path in folder.rglob("*.yaml")
    }


def test_the_pages_of_reference_are_written_from_the_classes() -> None:
    reference = ROOT / "docs" / "reference"

    assert (reference / "pack-schema.json").read_text(encoding="utf-8") == schema_text()
    assert (reference / "pack-format.md").read_text(encoding="utf-8") == pack_format()


def test_the_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("folder", [MINIMAL, LOCAL, *SHIPPED], ids=lambda folder: folder.name)
def test_a_good_pack_fits_the_schema(folder: Path) -> None:
    problems = jsonschema.Draft202012Validator(json_schema()).iter_errors(as_one_object(folder))

    assert [f"{list(problem.absolute_path)}: {problem.message[:200]}" for problem in problems] == []


@pytest.mark.parametrize(
    "name", ["unknown-key", "missing-key", "unknown-word", "missing-language", "list-expected"]
)
def test_a_mistake_of_form_does_not_fit_the_schema(name: str) -> None:
    case = yaml.safe_load((BROKEN / f"{name}.yaml").read_text(encoding="utf-8"))
    pack = as_one_object(MINIMAL)
    text = (MINIMAL / case["file"]).read_text(encoding="utf-8").replace(case["old"], case["new"])
    pack[case["file"]] = yaml.load(text, Loader=PlainLoader)

    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(pack)
