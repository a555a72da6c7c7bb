"""The catalogues of translations: read ``.po``, compile ``.mo`` when stale, without any tool but Python."""

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_Hans", "zh_Hant")


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue.

    Attributes:
        id: the English message id; its plural, where it has one, in ``plural``.
        said: the translations, one for each plural form.
        line: where the entry begins in the file.
    """

    id: str
    plural: str
    said: tuple[str, ...]
    line: int


def path_of(language: str) -> Path:
    """Return the catalogue of a language, such as ``zh_Hans``."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(po: Path) -> list[Entry]:
    """Read every entry of a ``.po`` file, the header (empty id) first."""
    return list(_entries(po.read_text(encoding="utf-8").splitlines()))


def _entries(lines: list[str]) -> Iterator[Entry]:
    fields: dict[str, str] = {}
    began, key = 1, ""
    for number, line in enumerate([*lines, ""], start=1):
        if line.startswith("msg"):
            key, _, text = line.partition(" ")
            if key == "msgid":
                began = number
            fields[key] = ast.literal_eval(text)
        elif line.startswith('"'):
            fields[key] += ast.literal_eval(line)
        elif not line.strip() and "msgid" in fields:
            said = tuple(text for name, text in sorted(fields.items()) if name.startswith("msgstr"))
            yield Entry(fields["msgid"], fields.get("msgid_plural", ""), said, began)
            fields = {}


def compile_stale() -> list[Path]:
    """Write the ``.mo`` of every catalogue that is older than its ``.po``; return those written."""
    written = []
    for language in LANGUAGES:
        po = path_of(language)
        mo = po.with_suffix(".mo")
        if not po.exists() or (mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns):
            continue
        # Another process may be starting too: each writes its own file and moves it into place.
        draft = mo.with_name(f".{mo.name}.{id(po)}")
        draft.write_bytes(compiled(read(po)))
        draft.replace(mo)
        written.append(mo)
    return written


def compiled(entries: list[Entry]) -> bytes:
    """Return the bytes of a GNU ``.mo`` file; untranslated entries are left out."""
    texts = {}
    for entry in entries:
        if entry.said and all(entry.said):
            name = f"{entry.id}\0{entry.plural}" if entry.plural else entry.id
            texts[name.encode()] = "\0".join(entry.said).encode()
    pairs = sorted(texts.items())
    header = 28
    ids_at, said_at = header, header + 8 * len(pairs)
    place = header + 16 * len(pairs)
    tables: tuple[list[bytes], list[bytes]] = ([], [])
    blob = b""
    for column, table in enumerate(tables):
        for pair in pairs:
            table.append(struct.pack("<II", len(pair[column]), place + len(blob)))
            blob += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), ids_at, said_at, 0, place)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + blob


if __name__ == "__main__":
    compile_stale()
