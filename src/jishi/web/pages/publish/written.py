"""The words of a paper for the board, as a form gives them: in the language of the page, and in others too."""

from collections.abc import Mapping

from jishi.actions.publish.notices import Wording
from jishi.web.wording import PACK_LANGUAGES, page_language

LANGUAGES = (("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("en", "English"))
PLACES = "、"


def written(form: Mapping[str, str]) -> Wording:
    """Return what somebody wrote."""
    return Wording(
        title=form.get("title", ""),
        text=form.get("text", ""),
        language=page_language(),
        places=tuple(form.get("places", "").replace(PLACES, " ").replace(",", " ").split()),
        internet=bool(form.get("internet")),
        also={tag: (form.get(f"title-{tag}", ""), form.get(f"text-{tag}", "")) for tag in PACK_LANGUAGES.values()},
    )


def others(form: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the languages that are not the page's, with what was typed in each."""
    return [
        {"tag": tag, "name": name, "title": form.get(f"title-{tag}", ""), "text": form.get(f"text-{tag}", "")}
        for tag, name in LANGUAGES
        if tag != page_language()
    ]
