"""Sentences as JSON, so that what was said in one language is read in another."""

from typing import Any

from jishi.core.errors import Complaint, Sentence
from jishi.core.names import Named, Names


def plain(said: Sentence) -> dict[str, Any]:
    """Return a sentence as JSON, to be translated when it is read."""
    return {"text": said.text, "values": {name: _plain(value) for name, value in said.values.items()}}


def _plain(value: object) -> Any:
    if isinstance(value, Sentence):
        return plain(value)
    if isinstance(value, Named):
        return {"named": dict(value.texts)}
    if isinstance(value, Names):
        return {"names": [_plain(name) for name in value.names], "most": value.most}
    return value if isinstance(value, int | float | None) else str(value)


def plain_complaint(complaint: Complaint) -> dict[str, Any]:
    """Return a complaint as JSON."""
    return {"where": complaint.where, "what": plain(complaint.what), "fix": plain(complaint.fix)}


def spoken(said: dict[str, Any]) -> Sentence:
    """Return the sentence that :func:`plain` wrote."""
    return Sentence(said.get("text", ""), {name: _spoken(value) for name, value in said.get("values", {}).items()})


def _spoken(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "named" in value:
        return Named(value["named"])
    if "names" in value:
        return Names([_name(each) for each in value["names"]], value["most"])
    return spoken(value)


def _name(kept: Any) -> "Named | str":
    return Named(kept["named"]) if isinstance(kept, dict) else str(kept)
