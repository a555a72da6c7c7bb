"""Names that nobody can mistake for a real person's or a real firm's: stems and branches of the calendar."""

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏姜谢邹苏潘范彭鲁马方任袁柳唐罗薛"

CYCLE = tuple(_STEMS[i % 10] + _BRANCHES[i % 12] for i in range(60))


def firm_word(number: int) -> str:
    """Return the made-up word of a firm, school or office: the sexagenary cycle, then numbered.

    Example:
        >>> firm_word(0), firm_word(61)
        ('甲子', '乙丑二')
    """
    return CYCLE[number % 60] + ("", "二", "三", "四", "五", "六", "七", "八", "九")[number // 60]


def person_name(number: int) -> str:
    """Return the made-up name of an office holder: a surname, 某 and a stem or two.

    Example:
        >>> person_name(0), person_name(41)
        ('赵某甲', '赵某乙')
    """
    round_, surname = divmod(number, len(_SURNAMES))
    second, first = divmod(round_, len(_STEMS))
    given = _STEMS[first] + (_BRANCHES[(second - 1) % 12] if second else "")
    return f"{_SURNAMES[surname]}某{given}"
