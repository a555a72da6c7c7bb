import pytest

from jishi.core.errors import Refusal
from jishi.store import evidence
from jishi.store.home import Home
from jishi.store.models.office import Evidence

pytestmark = pytest.mark.django_db


def test_the_same_content_is_kept_once_under_its_first_name() -> None:
    first = evidence.keep(b"one", "a.csv", "text/csv")
    second = evidence.keep(b"one", "b.csv")

    assert first == second
    assert (Evidence.objects.get().name, evidence.read(first)) == ("a.csv", b"one")


def test_only_the_owner_may_read_the_file() -> None:
    kept = evidence.keep(b"one", "a.csv")

    assert evidence.path_of(kept.digest).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"two", None])
def test_a_changed_or_missing_file_is_refused(content: bytes | None, home: Home) -> None:
    kept = evidence.keep(b"one", "a.csv")
    path = evidence.path_of(kept.digest)
    if content:
        path.write_bytes(content)
    else:
        path.unlink()

    with pytest.raises(Refusal, match="gone or was changed"):
        evidence.read(kept)

    assert [path.name for path in (home.evidence / kept.digest[:2]).iterdir()] == ([kept.digest] if content else [])
