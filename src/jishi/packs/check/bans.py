"""The ban list: what no pack may ask for, whoever wants it (decision record 15).

A word of the list in an id or in a text of facts, indicators, questions, rules, limits or figures is a complaint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jishi.core.errors import Complaint, Sentence, sentence
from jishi.packs.check.walk import objects
from jishi.packs.marked import Spot
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import LANGUAGES, Texts


@dataclass(frozen=True)
class Ban:
    """Something that is banned.

    Attributes:
        what: what it is.
        chinese: words in either script, between blanks; compared letter by letter.
        english: patterns over lower-case words, hyphens read as spaces.
    """

    what: Sentence
    chinese: str
    english: tuple[str, ...]


BANS = (
    Ban(
        sentence("a score or stars of a person"),
        "党员积分 黨員積分 个人积分 個人積分 群众积分 群眾積分 信用积分 信用積分 "
        "党员得分 黨員得分 个人得分 個人得分 党员排名 黨員排名 个人排名 個人排名 党员星级 黨員星級",
        (
            r"(member|person|personal|individual|citizen|resident|secretary)s? (score|points|stars|ranking|rating)",
            r"(score|rating|ranking) of (a |each |every |the )?(member|person|individual|citizen|resident)s?",
            r"social credit",
        ),
    ),
    Ban(
        sentence("a check-in"),
        "签到 簽到 打卡 扫码入场 掃碼入場",
        (r"check ?ins?", r"checked in", r"sign ins?", r"clock(ed|ing)? in", r"punch card"),
    ),
    Ban(
        sentence("a ranking or count of the use of an app"),
        "登录次数 登錄次數 登录率 登錄率 在线时长 在線時長 使用时长 使用時長 学习时长 學習時長 "
        "学习积分 學習積分 活跃度 活躍度 下载量 下載量 安装率 安裝率 关注率 關注率 点赞 點贊 點讚 转发量 轉發量",
        (
            r"log ?ins? (count|rate|days)",
            r"(count|number) of log ?ins?",
            r"(online|screen|usage|study) (time|minutes|hours) (in|on|of) the app",
            r"app (usage|installs?|downloads?|ranking|activity)",
            r"active users?",
            r"study points",
            r"leaderboards?",
            r"number of likes",
        ),
    ),
    Ban(
        sentence("a forced photo or position"),
        "拍照上传 拍照上傳 上传照片 上傳照片 照片留痕 水印照片 浮水印照片 人脸 人臉 定位打卡 "
        "实时定位 實時定位 即時定位 位置轨迹 位置軌跡 行动轨迹 行動軌跡",
        (
            r"photo (required|upload|proof)",
            r"upload(ed)? (a )?photos?",
            r"face (recognition|scan)",
            r"selfies?",
            r"gps",
            r"geo ?location",
            r"live location",
            r"location (tracking|proof)",
            r"(movement )?tracks? of (persons|people|members)",
        ),
    ),
    Ban(
        sentence("a file on households"),
        "家庭档案 家庭檔案 一户一档 一戶一檔 户档 戶檔 民情档案 民情檔案 家庭情况登记 家庭情況登記",
        (r"household (file|record|dossier|register|profile)s?", r"famil(y|ies) (file|record|dossier|profile)s?"),
    ),
)

_PARTS = ("facts", "standards", "questionnaires", "consultations", "rules", "figures", "grades")


def check_bans(pack: Pack) -> Iterator[Complaint]:
    """Yield a complaint for every id or text that names something banned."""
    for part in _PARTS:
        for thing in objects(getattr(pack, part)):
            for spot, text in _texts(thing):
                if (found := banned(text)) is not None:
                    ban, word = found
                    yield spot.complaint(
                        sentence(
                            '"%(word)s" asks for %(what)s, which no pack may ask for.', word=word, what=ban.what
                        ),
                        sentence("Delete it; count what a unit did for people instead."),
                    )


def _texts(thing: object) -> Iterator[tuple[Spot, str]]:
    if isinstance(thing, Texts):
        for language in LANGUAGES:
            yield thing.position.of(language), thing.say(language)
    elif isinstance(name := getattr(thing, "id", None), str):
        yield thing.position.of("id"), name  # type: ignore[attr-defined]


@cache
def banned(text: str) -> tuple[Ban, str] | None:
    """Return the first ban that a text breaks, and the word that breaks it; None = it may stay."""
    english = re.sub(r"[-_\s]+", " ", text.lower())
    for ban, pattern in _PATTERNS:
        if found := pattern.search(text) or pattern.search(english):
            return ban, found[0]
    return None


def _pattern(ban: Ban) -> re.Pattern[str]:
    words = "|".join(map(re.escape, ban.chinese.split()))
    return re.compile(rf"{words}|\b(?:{'|'.join(ban.english)})\b")


_PATTERNS = tuple((ban, _pattern(ban)) for ban in BANS)
