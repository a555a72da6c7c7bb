"""Bring the catalogues up to the source: ``python -m jishi.web.merging`` keeps what is translated, adds what is new
with an empty translation, and drops what nothing asks for any more."""

from collections.abc import Iterable, Iterator

from jishi.web.catalogues import LANGUAGES, Entry, path_of, read
from jishi.web.extraction import Message, messages

FORMS = {"en": 2, "zh_Hans": 1, "zh_Hant": 1}


def merged(language: str, asked: Iterable[Message]) -> str:
    """Return the text of a catalogue that holds exactly the messages asked for, in their order."""
    header, *kept = read(path_of(language))
    said = {(entry.id, entry.plural): entry.said for entry in kept}
    blocks = ["\n".join(_written(header, language))]
    for message in asked:
        forms = said.get((message.id, message.plural), ())
        if language == "en":
            forms = (message.id, message.plural) if message.plural else (message.id,)
        entry = Entry(message.id, message.plural, forms, 0)
        blocks.append("\n".join([f"#: {message.place.partition(':')[0]}", *_written(entry, language)]))
    return "\n\n".join(blocks) + "\n"


def _written(entry: Entry, language: str) -> Iterator[str]:
    yield f"msgid {quoted(entry.id)}"
    if entry.plural:
        yield f"msgid_plural {quoted(entry.plural)}"
        for place in range(FORMS[language]):
            yield f"msgstr[{place}] {quoted(entry.said[place] if place < len(entry.said) else '')}"
    else:
        yield f"msgstr {quoted(entry.said[0] if entry.said else '')}"


def quoted(text: str) -> str:
    """Return a text as ``.po`` files write it; the header keeps one line for each of its lines."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if "\n" not in escaped:
        return f'"{escaped}"'
    lines = escaped.split("\n")
    rows = [f'"{line}\\n"' for line in lines[:-1]] + ([f'"{lines[-1]}"'] if lines[-1] else [])
    return "\n".join(['""', *rows])


def main() -> None:
    """Rewrite every catalogue."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    asked = messages()
    for language in LANGUAGES:
        text = merged(language, asked)
        path_of(language).write_text(text, encoding="utf-8")
        empty = sum(1 for entry in read(path_of(language)) if not all(entry.said))
        print(f"{language}: {len(asked)} messages, {empty} without a translation")


if __name__ == "__main__":
    main()
