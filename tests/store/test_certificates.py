"""The office's own authority."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from jishi.core.errors import Refusal
from jishi.store.certificates import make, of_home


def test_a_server_certificate_is_signed_by_the_office_and_names_its_hosts(tmp_path: Path) -> None:
    found = make(of_home(tmp_path), ["10.1.2.3", "jishi.county"])

    authority = x509.load_pem_x509_certificate(found.authority.read_bytes())
    server = x509.load_pem_x509_certificate(found.certificate.read_bytes())
    server.verify_directly_issued_by(authority)
    ssl.create_default_context(cafile=str(found.authority))

    assert set(found.hosts()) == {"10.1.2.3", "jishi.county"}
    assert (found.until() - datetime.now(UTC)).days <= 825


def test_keys_are_for_their_owner_alone_and_the_authority_stays(tmp_path: Path) -> None:
    first = make(of_home(tmp_path), ["10.1.2.3"]).authority.read_bytes()
    found = make(of_home(tmp_path), ["10.1.2.4"])

    assert found.authority.read_bytes() == first
    assert {path.stat().st_mode & 0o777 for path in (found.key, found.authority_key)} == {0o600}


@pytest.mark.parametrize(("hosts", "says"), [([], "how phones reach"), (["县"], "neither an address nor")])
def test_a_certificate_for_nobody_is_refused(tmp_path: Path, hosts: list[str], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        make(of_home(tmp_path), hosts)
