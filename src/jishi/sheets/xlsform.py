"""Questionnaires → XLSForm, as ODK Collect and KoBoCollect take it: three languages, conditions, bounds.

A form asks for no name of a device or a person, no place and no time. Whoever answers for oneself may hand it in
blank, so their questions stand in a group behind that choice; whoever visits says first where, when and who went.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jishi.core.consult.conditions import NOT_APPLICABLE, Compared, Condition
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.consult.words import is_read
from jishi.core.names import Named
from jishi.sheets import known as units
from jishi.sheets.known import UNIT, Known, Units

#: The names of columns that are no questions of the pack; hyphens are left to those.
WAY, HANDED_IN, GROUP = "way", "handed_in", "answers"
#: What the unit is called where it is chosen from a list.
CHOSEN = "chosen"
FILLED, BLANK = "filled", "blank"
HANDED: Final = (FILLED, BLANK)
#: Ways of hearing somebody that need no slip.
WAYS: Final = ("paper", "phone", "mail", "visit")
#: How a question is called at which somebody ticks that another one does not apply.
NOT_SUFFIX: Final = "_na"
#: Of a visit, besides its answers: name → kind, whether it must be said.
VISIT: Final = (
    ("on", "date", True),
    ("visitors", "text", True),
    ("talk", "text", False),
    ("life", "text", False),
    ("faces", "integer", False),
    ("heard", "text", False),
)
# The registry of languages that forms are checked by knows no scripts; the names tell them apart.
LANGUAGES: Final = {"zh-Hans": "简体中文 (zh)", "zh-Hant": "繁體中文 (zh)", "en": "English (en)"}
_YES_NO = "yes_no"


def _named(hans: str, hant: str, english: str) -> Named:
    return Named({"zh-Hans": hans, "zh-Hant": hant, "en": english})


_WORDS: Final = {
    UNIT: _named("组织代码", "組織代碼", "Code of the unit"),
    CHOSEN: _named("组织", "組織", "Unit"),
    WAY: _named("听取方式", "聽取方式", "How this person is heard"),
    HANDED_IN: _named("这一份", "這一份", "This one is"),
    FILLED: _named("有回答", "有回答", "answered"),
    BLANK: _named("空白", "空白", "blank"),
    "paper": _named("纸质", "紙質", "on paper"),
    "phone": _named("电话", "電話", "by telephone"),
    "mail": _named("信件", "信件", "by mail"),
    "visit": _named("入户", "入戶", "at home"),
    "yes": _named("是", "是", "yes"),
    "no": _named("否", "否", "no"),
    NOT_APPLICABLE: _named("不适用", "不適用", "does not apply"),
    "on": _named("走访日期", "走訪日期", "Day of the visit"),
    "visitors": _named("走访人", "走訪人", "Who went"),
    "talk": _named("与书记谈话", "與書記談話", "Talk with the secretary"),
    "life": _named("参加组织生活", "參加組織生活", "Party life that was joined"),
    "faces": _named("面对面听取人数", "面對面聽取人數", "People listened to face to face"),
    "heard": _named("听到的诉求（不写姓名）", "聽到的訴求（不寫姓名）", "What they asked for, without names"),
}
_MINUTES = _named("约需%s分钟。", "約需%s分鐘。", "It takes about %s min.")
_BETWEEN = _named("请填%s到%s之间的数", "請填%s到%s之間的數", "Enter a number from %s to %s")
_READ = _named(
    "请不要写任何人的姓名。结束后由上级党组织阅读，本组织的人看不到，也不与您的其他回答相连；%s个月后销毁。",
    "請不要寫任何人的姓名。結束後由上級黨組織閱讀，本組織的人看不到，也不與您的其他回答相連；%s個月後銷毀。",
    "Write no names. Read after the close by the committees above, never by the branch, and joined to none of the "
    "other answers; erased %s months later.",
)
_LETTERS = _named("最多%s个字", "最多%s個字", "%s letters at most")
_FILLED_IN = _named(
    "已掌握：%s。已填好，请确认；不对的请改正。",
    "已掌握：%s。已填好，請確認；不對的請改正。",
    "Held: %s. It is filled in: confirm it, or correct it.",
)
_CONFIRM = _named(
    "已掌握：%s。看到的一样就不用填，不一样才填。",
    "已掌握：%s。看到的一樣就不用填，不一樣才填。",
    "Held: %s. Leave it empty if that is what you saw; answer if it is not.",
)
_ALONE = _named("“不适用”不能与其他选项同选", "「不適用」不能與其他選項同選", "“Does not apply” stands alone")


@dataclass
class _Sheet:
    """One sheet of the workbook: heads, and rows by head."""

    heads: tuple[str, ...]
    rows: list[dict[str, str]]

    def add(self, **cells: str) -> None:
        self.rows.append(cells)


def xlsform(form: Questionnaire, version: str, unit: str = "", known: Sequence[Known] = ()) -> bytes:
    """Return a questionnaire as a workbook in the shape of XLSForm.

    Args:
        version: of the pack, so that an old form is known by its answers.
        unit: code of the unit it is handed out for; empty = whoever fills it in types it.
        known: units to choose from, with what is held of them; empty = the code is typed in.
    """
    said = [f"label::{each}" for each in LANGUAGES.values()]
    told = [f"constraint_message::{each}" for each in LANGUAGES.values()]
    hints = (
        [f"hint::{each}" for each in LANGUAGES.values()]
        if any(is_read(form, each) for each in form.questions)
        else []
    )
    heads = ("type", "name", *said, *hints, "required", "relevant", "constraint", *told, "default", "appearance")
    among = Units(known, form)
    survey = _Sheet((*heads, "calculation", "trigger") if known else heads, [])
    choices = _Sheet(("list_name", "name", *said, *among.heads), [])
    _head(survey, choices, among, unit)
    if form.may_be_blank:
        survey.add(type="begin group", name=GROUP, relevant=f"${{{HANDED_IN}}} = '{FILLED}'", **_label(form.names))
    for question in form.questions:
        _ask(survey, choices, among, question)
    if form.may_be_blank:
        survey.add(type="end group", name=GROUP)
    settings = _Sheet(("form_title", "form_id", "version", "default_language"), [])
    settings.add(
        form_title=form.names.say(lambda text: "@zh-Hans" if text == "@en" else text),
        form_id=f"jishi-{form.id}",
        version=version,
        default_language=LANGUAGES["zh-Hans"],
    )
    return _workbook({"survey": survey, "choices": choices, "settings": settings})


def _head(survey: _Sheet, choices: _Sheet, among: Units, unit: str) -> None:
    form = among.form
    burden = {each: _in(_MINUTES, each) % form.minutes for each in LANGUAGES}
    reason = {each: _in(form.reason, each) if form.reason else "" for each in LANGUAGES}
    head = {each: "\n".join((_in(form.purpose, each), burden[each], reason[each])).strip() for each in LANGUAGES}
    survey.add(type="note", name="purpose", **_label(Named(head)))
    if among.known:
        survey.add(
            type=f"select_one {UNIT}",
            name=UNIT,
            required="yes",
            appearance="minimal autocomplete",
            **_label(_WORDS[CHOSEN]),
        )
    else:
        survey.add(type="text", name=UNIT, required="yes", default=unit, **_label(_WORDS[UNIT]))
    for each in among.known:
        label = _label(Named(dict.fromkeys(LANGUAGES, each.label)))
        choices.add(list_name=UNIT, name=each.code, **label, **among.cells(each))
    if form.electorate == "visitor":
        for name, kind, must in VISIT:
            rows = "multiline" if kind == "text" and not must else ""
            bound = ". >= 0" if kind == "integer" else ""
            said = _label(_WORDS[name])
            survey.add(
                type=kind, name=name, required="yes" if must else "", constraint=bound, appearance=rows, **said
            )
    if form.may_be_blank:
        for name, options in ((WAY, WAYS), (HANDED_IN, HANDED)):
            for each in options:
                choices.add(list_name=name, name=each, **_label(_WORDS[each]))
            survey.add(type=f"select_one {name}", name=name, required="yes", **_label(_WORDS[name]))


def _ask(survey: _Sheet, choices: _Sheet, among: Units, question: Question) -> None:
    asked_when = [condition(question.show_if, among.form)] if question.show_if else []
    if among.chosen(question):
        asked_when.append(units.asked_of(question))
    relevant = _all(asked_when)
    asked_so = _options(choices, question)
    if question.not_applicable and not asked_so:
        away = f"{question.id}{NOT_SUFFIX}"
        choices.add(list_name=away, name=NOT_APPLICABLE, **_label(_WORDS[NOT_APPLICABLE]))
        survey.add(type=f"select_multiple {away}", name=away, relevant=relevant, **_label(question.text))
        relevant = _all([*asked_when, f"not(selected(${{{away}}}, '{NOT_APPLICABLE}'))"])
    bound, told = _bound(question)
    survey.add(
        type=asked_so or _TYPES[question.kind] or ("integer" if question.scale == 1 else "decimal"),
        name=question.id,
        relevant=relevant,
        constraint=bound,
        appearance="multiline" if question.kind == "text" else "",
        **_label(question.text),
        **(_label(told, "constraint_message") if told else {}),
        **(_label(_filled(_READ, among.form.kept_months), "hint") if is_read(among.form, question) else {}),
        **{
            "required": "yes" if question.required else "",
            **(_confirmed(survey, question, relevant) if among.held(question) else {}),
        },
    )


def _all(conditions: Sequence[str]) -> str:
    return " and ".join(conditions if len(conditions) < 2 else (f"({each})" for each in conditions))


def _confirmed(survey: _Sheet, question: Question, relevant: str) -> dict[str, str]:
    """Show above a question what is held of the unit; return the cells that let it be confirmed."""
    held, reads = f"{question.id}{units.HELD}", f"{question.id}{units.READS}"
    survey.add(type="calculate", name=held, calculation=units.held_of(question))
    shown = f"jr:choice-name(${{{held}}}, '${{{question.id}}}')" if question.options else f"${{{held}}}"
    survey.add(type="calculate", name=reads, calculation=shown)
    told = _CONFIRM if not question.prefilled else _FILLED_IN
    survey.add(
        type="note",
        name=f"{question.id}{units.TOLD}",
        relevant=_all([*([relevant] if relevant else []), f"${{{held}}} != ''"]),
        **{f"label::{shown}": _in(told, each) % f"${{{reads}}}" for each, shown in LANGUAGES.items()},
    )
    if question.prefilled:
        return {"calculation": units.held_of(question), "trigger": f"${{{UNIT}}}"}
    return {"required": f"${{{held}}} = ''"} if question.required else {}


_TYPES: Final = {
    "text": "text",
    "date": "date",
    "number": "",
    "one": "select_one",
    "several": "select_multiple",
    "rating": "select_one",
    "yes-no": "select_one",
}


def _options(choices: _Sheet, question: Question) -> str:
    """Write what a question offers; return its type, or nothing where it offers nothing."""
    if not question.options:
        return ""
    name = _YES_NO if question.kind == "yes-no" and not question.not_applicable else question.id
    if not any(row["list_name"] == name for row in choices.rows):
        for choice in _offered(question):
            choices.add(list_name=name, name=choice.id, **_label(choice.names))
    return f"{_TYPES[question.kind]} {name}"


def word(name: str) -> Named:
    """Return what a form calls a question or a choice that is none of the pack."""
    return _WORDS[name]


def offered(question: Question) -> dict[str, Named]:
    """Return the choices that a form offers for a question; none where it is typed."""
    return {each.id: each.names for each in _offered(question)} if question.options else {}


def _offered(question: Question) -> Iterator[Choice]:
    for option in question.options:
        if question.kind == "yes-no":
            yield Choice(option, _WORDS[option])
        elif question.kind == "rating":
            yield Choice(option, _step(question, option))
        else:
            yield next(each for each in question.choices if each.id == option)
    if question.not_applicable:
        yield Choice(NOT_APPLICABLE, _WORDS[NOT_APPLICABLE])


def _step(question: Question, option: str) -> Named:
    ends = dict(zip((str(question.least), str(question.most)), question.ends or (), strict=False))
    end = ends.get(option)
    return Named({each: f"{option} {_in(end, each)}" if end else option for each in LANGUAGES})


def _bound(question: Question) -> tuple[str, Named | None]:
    if question.kind == "text":
        return f"string-length(.) <= {question.max_length}", _filled(_LETTERS, question.max_length)
    if question.kind == "several" and question.not_applicable:
        return f"not(selected(., '{NOT_APPLICABLE}') and count-selected(.) > 1)", _ALONE
    if question.kind != "number" or (question.least is None and question.most is None):
        return "", None
    least, most = (
        None if end is None else units.written(end, question.scale) for end in (question.least, question.most)
    )
    parts = [f". >= {least}" if least is not None else "", f". <= {most}" if most is not None else ""]
    bound = " and ".join(part for part in parts if part)
    return bound, _filled(_BETWEEN, least, most) if least is not None and most is not None else None


def condition(wanted: Condition, form: Questionnaire) -> str:
    """Return a condition as XPath; what was not answered, or does not apply, fits nothing.

    Example of what it returns: ``${overall} = 'dissatisfied'``.
    """
    if not isinstance(wanted, Compared):
        how = " and " if wanted.how == "all" else " or "
        return how.join(f"({condition(part, form)})" for part in wanted.parts)
    question = form.question(wanted.question)
    held = f"${{{wanted.question}}}"
    there = f"{held} != ''" + (f" and {held} != '{NOT_APPLICABLE}'" if question.not_applicable else "")
    if isinstance(wanted.value, int):
        return f"{there} and {held} {wanted.compared} {units.written(wanted.value, question.scale)}"
    if question.kind == "several":
        among = f"selected({held}, '{wanted.value}')"
        if wanted.compared == "=":
            return among
        return f"{held} != '' and not({among}) and not(selected({held}, '{NOT_APPLICABLE}'))"
    if wanted.compared == "=":
        return f"{held} = '{wanted.value}'"
    return f"{there} and {held} != '{wanted.value}'"


def _filled(named: Named, *values: object) -> Named:
    return Named({each: _in(named, each) % values for each in LANGUAGES})


def _in(named: Named, language: str) -> str:
    return named.say(lambda text: f"@{language}" if text == "@en" else text)


def _label(named: Named, head: str = "label") -> dict[str, str]:
    # Braces would be taken for the answer to another question.
    return {f"{head}::{shown}": _in(named, each).replace("${", "$ {") for each, shown in LANGUAGES.items()}


def _workbook(sheets: dict[str, _Sheet]) -> bytes:
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import xlsxwriter

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    for name, sheet in sheets.items():
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.heads) - 1, 24)
        _rows(page, [dict(zip(sheet.heads, sheet.heads, strict=True)), *sheet.rows], sheet.heads, bold)
    book.close()
    return kept.getvalue()


def _rows(page: object, rows: Sequence[dict[str, str]], heads: tuple[str, ...], bold: object) -> None:
    for down, row in enumerate(rows):
        for across, head in enumerate(heads):
            if row.get(head):
                page.write_string(down, across, row[head], bold if down == 0 else None)  # type: ignore[attr-defined]
