"""What people wrote on forms that came as a file, kept sealed until the close.

All that one person brought of one electorate is one value, not a row for each form: question by question, in order
of the words, so that nothing tells which words came together or in which order. It is sealed with a key that comes
from the key of the box and ends with it, as the roll is.
"""

import json
import os
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jishi.ballotbox.key import Key

Words = Mapping[str, tuple[str, ...]]

_NONCE = 12
# Values of different lengths look alike up to this many bytes.
_STEP = 1024


def joined(parts: Iterable[Words]) -> Words:
    """Return the words of several, question by question, in order of the words."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for question, words in part.items():
            found.setdefault(question, []).extend(words)
    return {question: tuple(sorted(words)) for question, words in sorted(found.items()) if words}


def seal(key: Key, place: str, words: Words) -> bytes:
    """Return words sealed for their place; nothing where there are none."""
    content = joined([words])
    if not content:
        return b""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, plain + b" " * (-len(plain) % _STEP), _bound(place))


def unseal(key: Key, place: str, sealed: bytes) -> Words:
    """Return the words.

    Raises:
        ValueError: they were sealed with the key of another box or for another place, or changed since.
    """
    if not sealed:
        return {}
    try:
        plain = _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(place))
    except InvalidTag:
        raise ValueError("words were changed, or sealed with another key") from None
    return {question: tuple(words) for question, words in json.loads(plain).items()}


def _cipher(key: Key) -> AESGCM:
    return AESGCM(key.derived(b"words"))


def _bound(place: str) -> bytes:
    return b"jishi words 1 " + place.encode()
