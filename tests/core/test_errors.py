"""Complaints in words."""

from jishi.core.errors import Complaint, sentence

COMPLAINT = Complaint("a.csv:2", sentence("There is no such unit."), sentence("Correct the code."))
CHINESE = {"@en": "@zh-Hans", "There is no such unit.": "没有这个组织。", "Correct the code.": "请改正编码。"}


def test_chinese_sets_no_space_between_what_is_wrong_and_what_to_do() -> None:
    assert COMPLAINT.say(lambda text: CHINESE[text]) == "没有这个组织。请改正编码。"


def test_english_sets_one() -> None:
    assert COMPLAINT.say(lambda text: text) == "There is no such unit. Correct the code."
