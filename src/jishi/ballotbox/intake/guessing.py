"""How many wrong codes somebody may try. Kept in memory only, under a salt that ends with the process."""

import hashlib
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address

_MOST = 20_000
#: As some servers in front write it: 192.0.2.7:50123, [2001:db8::1]:50123.
_WITH_PORT = re.compile(r"(?:([0-9.]+)|\[([^\]]+)\])(?::[0-9]+)?")


class Guessing:
    """Allowances for wrong codes: one bucket per address, and one for everybody together.

    A guess is a code that reads well and is not there; a slip of the finger is none, the check letter finds it.
    When too many guesses come from everywhere, each address has fewer tries left; an address that has not
    guessed is never refused, so nobody can shut the intake by guessing. People behind one address share its tries.

    Args:
        each: wrong codes from one address at once.
        strict: likewise while everybody together guesses too much.
        together: wrong codes from everybody at once.
        seconds: after which one more wrong code is allowed for an address; together, ten times as often.
        clock: a clock that never goes back.
    """

    def __init__(
        self,
        each: int = 60,
        strict: int = 6,
        together: int = 1_000,
        seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each = each
        self._strict = strict
        self._together = together
        self._seconds = seconds
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._wrong: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._all = (0.0, clock())

    def may_try(self, peer: str) -> bool:
        """Say whether an address may try another code."""
        if not self._wrong:
            return True
        tries, _ = self._now(self._wrong.get(self._name(peer)), self._seconds)
        all_tries, _ = self._now(self._all, self._seconds / 10)
        return tries + 1 <= (self._strict if all_tries >= self._together else self._each)

    def was_wrong(self, peer: str) -> None:
        """Remember that an address tried a code that is not there."""
        name = self._name(peer)
        tries, now = self._now(self._wrong.pop(name, None), self._seconds)
        self._wrong[name] = (tries + 1, now)
        while len(self._wrong) > _MOST:
            self._wrong.popitem(last=False)
        all_tries, now = self._now(self._all, self._seconds / 10)
        self._all = (min(all_tries + 1, self._together + 1.0), now)

    def _now(self, bucket: tuple[float, float] | None, seconds: float) -> tuple[float, float]:
        now = self._clock()
        tries, then = bucket or (0.0, now)
        return max(0.0, tries - (now - then) / seconds), now

    def _name(self, peer: str) -> bytes:
        return hashlib.blake2b(_packed(peer), digest_size=8, key=self._salt).digest()


def _packed(peer: str) -> bytes:
    """Return what of an address stands for one household."""
    with_port = _WITH_PORT.fullmatch(peer)
    try:
        address = ip_address((with_port[1] or with_port[2]) if with_port else peer)
    except ValueError:
        return peer.encode()
    if isinstance(address, IPv4Address):
        return address.packed
    # On a line of version 6 all of version 4 share their first half.
    mapped = address.ipv4_mapped
    # One household has a whole network of version 6.
    return mapped.packed if mapped else address.packed[:8]
