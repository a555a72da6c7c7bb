"""Which messages the source asks to be translated, found without any tool but Python."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent
CALLS = {"_", "gettext", "gettext_lazy", "sentence"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
TEMPLATE_CALL = re.compile(r"\b(?:_|gettext|ngettext)\((?=u?['\"])")


@dataclass(frozen=True)
class Message:
    """One message to be translated.

    Attributes:
        id: its English words; the plural, where it has one, in ``plural``.
        place: ``file:line`` inside the package, of its first use.
    """

    id: str
    plural: str
    place: str


def messages(source: Path = SOURCE) -> list[Message]:
    """Return every message of the package, each once, in order of id."""
    found: dict[tuple[str, str], Message] = {}
    for file in sorted(source.rglob("*.py")):
        for message in _of_python(file.read_text(encoding="utf-8"), file.relative_to(source).as_posix()):
            found.setdefault((message.id, message.plural), message)
    for file in sorted(source.rglob("*.html")):
        for message in _of_template(file.read_text(encoding="utf-8"), file.relative_to(source).as_posix()):
            found.setdefault((message.id, message.plural), message)
    return sorted(found.values(), key=lambda message: (message.id, message.plural))


def _of_python(code: str, name: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if called in CALLS and texts and node.args[0].__class__ is ast.Constant:
            yield Message(texts[0], "", f"{name}:{node.lineno}")
        elif called in PLURAL_CALLS and len(texts) >= 2:
            yield Message(texts[0], texts[1], f"{name}:{node.lineno}")


def _of_template(text: str, name: str) -> Iterator[Message]:
    # templatize writes a line of gettext calls for each line of the template and blanks out everything else.
    for number, line in enumerate(templatize(text, name).splitlines(), start=1):
        for call in TEMPLATE_CALL.finditer(line):
            texts = _literals(line[call.end() :])
            plural = texts[1] if call.group().startswith("ngettext") else ""
            yield Message(texts[0], plural, f"{name}:{number}")


def _literals(rest: str) -> list[str]:
    """Return the string literals that open a call's arguments."""
    literal = re.compile(r"\s*,?\s*(u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))")
    texts, place = [], 0
    while match := literal.match(rest, place):
        texts.append(ast.literal_eval(match.group(1)))
        place = match.end()
    return texts
