"""Wrong codes are allowed a few at a time; who did not guess is never refused."""

from jishi.ballotbox.intake.guessing import Guessing


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def guess(guessing: Guessing, peer: str, times: int) -> int:
    """Guess, and return how many tries were allowed."""
    allowed = 0
    for _ in range(times):
        if guessing.may_try(peer):
            guessing.was_wrong(peer)
            allowed += 1
    return allowed


def test_after_some_wrong_codes_an_address_waits_three_seconds_for_the_next() -> None:
    clock = Clock()
    guessing = Guessing(each=5, seconds=3.0, clock=clock)

    assert guess(guessing, "192.0.2.1", 9) == 5
    clock.now += 3
    assert guess(guessing, "192.0.2.1", 9) == 1


def test_right_codes_cost_nothing() -> None:
    guessing = Guessing(each=5, clock=Clock())
    guess(guessing, "192.0.2.1", 4)

    assert all(guessing.may_try("192.0.2.1") for _ in range(1000))


def test_when_everybody_guesses_each_has_fewer_tries_and_a_new_address_still_has_some() -> None:
    guessing = Guessing(each=5, strict=2, together=20, clock=Clock())
    for number in range(4):
        guess(guessing, f"192.0.2.{number}", 5)

    assert guess(guessing, "198.51.100.1", 5) == 2


def test_a_network_of_version_6_is_one_address() -> None:
    guessing = Guessing(each=3, clock=Clock())
    guess(guessing, "2001:db8:1:1::1", 3)

    assert not guessing.may_try("2001:db8:1:1:ffff::2")
    assert guessing.may_try("2001:db8:1:2::1")


def test_no_address_is_kept_as_it_is() -> None:
    guessing = Guessing(clock=Clock())
    guess(guessing, "192.0.2.77", 3)

    assert "192.0.2.77" not in repr(vars(guessing))
    assert bytes([192, 0, 2, 77]) not in b"".join(guessing._wrong)


def test_memory_is_bounded() -> None:
    guessing = Guessing(clock=Clock())

    for number in range(21_000):
        guessing.was_wrong(f"peer {number}")

    assert len(guessing._wrong) == 20_000


def test_addresses_of_version_4_on_a_line_of_version_6_are_not_one() -> None:
    guessing = Guessing(each=3, clock=Clock())
    guess(guessing, "::ffff:192.0.2.1", 3)

    assert not guessing.may_try("192.0.2.1")
    assert guessing.may_try("::ffff:192.0.2.2")
