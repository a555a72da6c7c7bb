"""A round that is taken on a host outside: it goes out once, its answers come back once, both sealed and signed.

The office makes every key. The file that goes out opens with words that travel another way (paper, telephone); the
file that comes back opens with a key that never left the office.
"""

import json
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from jishi.ballotbox import paper, parcel
from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.key import Key, shred, write_private
from jishi.core.consult import codes
from jishi.core.consult.questionnaire import Question, Questionnaire, check
from jishi.core.errors import refuse, sentence

# About 0.3 s and 128 MiB for each try of the words.
_COST = {"n": 2**17, "r": 8, "p": 1}
_GROUP = 2_000


@dataclass(frozen=True)
class Packed:
    """What the office writes down when a round goes out.

    Attributes:
        words: open the file; they travel another way than the file.
        signer: the marks of the key that signed it, to be compared on the host.
        slips: how many slips went out.
    """

    words: str
    signer: str
    slips: int


def pack_out(boxes: Boxes, round: str, path: Path) -> Packed:
    """At the office: write a prepared round into a file for a host outside, which takes its answers from now on.

    Raises:
        Refusal: the round is not prepared, has no slips, or the file cannot be written.
    """
    box = boxes.box(round)
    errand, salt, words = (
        secrets.token_hex(16),
        secrets.token_bytes(16),
        codes.coded(secrets.token_bytes(codes.BYTES)),
    )
    office, host, reader = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    with box.tables.turn():
        box.must_be("prepared")
        slips = [
            [digest.hex(), each.unit, each.electorate, each.questionnaire]
            for digest, each in box.tables.every_slip()
        ]
        if not slips:
            raise refuse(round, sentence("This round has no slips yet."), sentence("Make the slips first."))
        content = {
            "key": box.key.secret.hex(),
            "papers": [paper.written(asked) for asked in box.questionnaires().values()],
            "slips": slips,
            "answers_to": reader.public_key().public_bytes_raw().hex(),
            "sign_with": host.private_bytes_raw().hex(),
        }
        header = {"kind": "round", "round": round, "id": errand, "salt": salt.hex(), "nonce": secrets.token_hex(12)}
        header["signer"] = office.public_key().public_bytes_raw().hex()
        parcel.write(path, header, content, _of_words(words, salt), office)
        kept = {"id": errand, "read_with": reader.private_bytes_raw().hex()}
        kept["signer"] = host.public_key().public_bytes_raw().hex()
        write_private(_errand(boxes, round), json.dumps(kept).encode())
        box.tables.keep(state="away")
    return Packed(words, marks(office.public_key().public_bytes_raw()), len(slips))


def start(boxes: Boxes, path: Path, words: str, today: date, until: date | None = None) -> tuple[str, str]:
    """On the host: make and open the box of a round that came in a file; return its name and the signer's marks.

    Raises:
        Refusal: the file was changed, the words are others, or the round was started here before.
    """
    found = parcel.read(path, "round", "id", "salt", "signer")
    signer = bytes.fromhex(found.header["signer"])
    found.check(signer)
    content = found.open(_of_words(codes.read(words), bytes.fromhex(found.header["salt"])))
    round, errand = found.header.get("round", ""), found.header["id"]
    started = boxes.folder / "started"
    before = started.read_text(encoding="ascii").split() if started.exists() else []
    if errand in before:
        raise refuse(
            round,
            sentence("This round was started here before; it is taken once."),
            sentence("Hand its answers in, or ask the office for a new round."),
        )
    _unmake_cut_short(boxes, round, errand)
    box = boxes.create(round, [paper.read(each) for each in content["papers"]], Key(bytes.fromhex(content["key"])))
    kept = {"id": errand, "answers_to": content["answers_to"], "sign_with": content["sign_with"]}
    write_private(_errand(boxes, round), json.dumps(kept).encode())
    _fill(box, content["slips"])
    box.open(today, until)
    # Last: a start that is cut short before is begun anew, one that is cut short here is open and handed in.
    write_private(started, "\n".join([*before, errand]).encode())
    box.tables.close()
    return round, marks(signer)


def _unmake_cut_short(boxes: Boxes, round: str, errand: str) -> None:
    """Remove what a start of the same file has made that was cut short: nobody could answer yet."""
    if not boxes.has(round):
        return
    box = boxes.box(round)
    if box.state == "prepared" and _kept(boxes, round).get("id", errand) == errand:
        box.close()
        box.tables.close()
        boxes.destroy(round)


def hand_in(boxes: Boxes, round: str, path: Path) -> int:
    """On the host: close a round and write its answers into a file that only the office can open; return how many.

    The box stays, closed, until it is cleared: a file can be lost on its way and be written again.

    Raises:
        Refusal: the round did not come from an office, or the file cannot be written.
    """
    box, kept = boxes.box(round), _kept(boxes, round)
    if "sign_with" not in kept:
        raise refuse(
            round,
            sentence("This round did not come from an office in a file."),
            sentence("Close it at the office itself."),
        )
    if box.state == "open":
        box.close()
    used = [digest.hex() for digest, slip in box.tables.every_slip() if slip.used]
    answers = [answer.hex() for answer in box.tables.every_answer()]
    once = X25519PrivateKey.generate()
    header = {"kind": "answers", "round": round, "id": kept["id"], "nonce": secrets.token_hex(12)}
    header["once"] = once.public_key().public_bytes_raw().hex()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(kept["answers_to"])))
    signer = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["sign_with"]))
    parcel.write(path, header, {"used": used, "answers": answers}, _shared(shared, kept["id"]), signer)
    return len(answers)


def take_in(boxes: Boxes, path: Path) -> tuple[str, int]:
    """At the office: put the answers of a file into the box of their round and close it; return round and number.

    Raises:
        Refusal: the file was changed, is of another round, was taken in before, or does not add up.
    """
    found = parcel.read(path, "answers", "id", "once")
    round = found.header.get("round", "")
    box = boxes.box(round)
    if box.state == "closed":
        raise refuse(
            path.name,
            sentence("The answers of this round were taken in before; they count once."),
            sentence("There is nothing more to do."),
        )
    box.must_be("away")
    kept = _kept(boxes, round)
    if kept["id"] != found.header.get("id"):
        raise found.changed()
    found.check(bytes.fromhex(kept["signer"]))
    reader = X25519PrivateKey.from_private_bytes(bytes.fromhex(kept["read_with"]))
    shared = reader.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(found.header["once"])))
    content = found.open(_shared(shared, kept["id"]))
    used = [bytes.fromhex(each) for each in content["used"]]
    answers = [bytes.fromhex(each) for each in content["answers"]]
    _must_add_up(box, path, used, answers)
    with box.tables.turn():
        box.must_be("away")
        pairs = list(zip(used, answers, strict=True))
        for place in range(0, len(pairs), _GROUP):
            box.tables.use(pairs[place : place + _GROUP])
        box.tables.keep(state="closed")
    shred(_errand(boxes, round))
    box.tables.close()
    return round, len(answers)


def clear(boxes: Boxes, round: str) -> None:
    """On the host: destroy a round whose answers were handed in.

    Raises:
        Refusal: there is none, or it is not closed.
    """
    boxes.destroy(round)
    shred(_errand(boxes, round))


def marks(public: bytes) -> str:
    """Return the marks of a key, short enough to be compared by two people."""
    text = sha256(public).hexdigest()[:16]
    return "-".join(text[place : place + 4] for place in range(0, 16, 4))


def _fill(box: Box, slips: list[list[str]]) -> None:
    groups: dict[tuple[str, str, str], list[bytes]] = {}
    for digest, unit, electorate, questionnaire in slips:
        groups.setdefault((unit, electorate, questionnaire), []).append(bytes.fromhex(digest))
    with box.tables.turn():
        for about, digests in groups.items():
            box.tables.add_slips(digests, *about)


def _must_add_up(box: Box, path: Path, used: list[bytes], answers: list[bytes]) -> None:
    """Refuse answers that no honest host could have: unknown slips, too many, or such as the form refuses."""
    slips = {}
    for place in range(0, len(used), _GROUP):
        slips |= box.tables.slips(used[place : place + _GROUP])
    asked = box.questionnaires()
    wanted = Counter((slip.unit, slip.electorate, slip.questionnaire) for slip in slips.values())
    try:
        found = [json.loads(box.key.unseal(answer)) for answer in answers]
        given = Counter((unit, electorate, id) for unit, electorate, id, _ in found)
        good = len(slips) == len(used) == len(answers) and wanted == given
        good = good and all(_will_do(asked[id], kept) for _, _, id, kept in found)
    except (ValueError, KeyError, TypeError):
        good = False
    if not good:
        raise refuse(
            path.name,
            sentence("The slips and the answers in this file do not add up; nothing of it was used."),
            sentence("Do not trust the host: look who had access to it, and ask again in another round."),
        )


def _will_do(asked: Questionnaire, kept: dict[str, Any]) -> bool:
    typed = {id: _typed(asked.question(id), value) for id, value in kept.items()}
    checked = check(asked, typed)
    return not checked.faults and json.loads(json.dumps(checked.answers, default=str)) == kept


def _typed(question: Question, value: object) -> object:
    """Return a cleaned answer as somebody would have typed it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(Decimal(value) / question.scale)
    return value


def _errand(boxes: Boxes, round: str) -> Path:
    return boxes.folder / f"{round}.errand"


def _kept(boxes: Boxes, round: str) -> dict[str, str]:
    file = _errand(boxes, round)
    return dict(json.loads(file.read_bytes())) if file.exists() else {}


def _of_words(words: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(codes.read(words).encode())


def _shared(secret: bytes, errand: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"jishi answers " + errand.encode()).derive(secret)
