"""Names that nobody can mistake for a real person's or a real firm's: stems and branches of the calendar."""

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏姜谢邹苏潘范彭鲁马方任袁柳唐罗薛"

# The first 240 of the Hundred Family Surnames, for a county in which nobody has the name of another.
_FAMILIES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    "云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀"
    "羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁"
)

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


def member_name(number: int) -> str:
    """Return the made-up name of a member; 31,200 of them before one comes again.

    Example:
        >>> member_name(0), member_name(1), member_name(31_199)
        ('赵某甲', '钱某辛寅', '宁某丙')
    """
    round_, surname = divmod(number, len(_FAMILIES))
    # Neighbours in the roster have given names far apart.
    second, first = divmod((round_ + 37 * surname) % (len(_STEMS) * (len(_BRANCHES) + 1)), len(_STEMS))
    return f"{_FAMILIES[surname]}某{_STEMS[first]}{_BRANCHES[second - 1] if second else ''}"
