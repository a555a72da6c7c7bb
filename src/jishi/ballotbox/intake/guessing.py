"""How many wrong codes somebody may try. Kept in memory only, under a salt that ends with the process."""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

_MOST = 20_000


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
        try:
            address = ip_address(peer)
        except ValueError:
            packed = peer.encode()
        else:
            # One household has a whole network of version 6.
            packed = address.packed[:8] if isinstance(address, IPv6Address) else address.packed
        return hashlib.blake2b(packed, digest_size=8, key=self._salt).digest()
