"""The office's own certificate authority: phones of the office trust it once, and pages then come over HTTPS.

Without HTTPS a browser lets no page keep anything for later, so visits without network would be impossible. An
office that has a certificate of a public authority puts its own server in front instead, and needs none of this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from jishi.core.errors import refuse, sentence
from jishi.store.home import write_private

FOLDER = "certificates"
AUTHORITY_YEARS = 10
# Browsers refuse a server's certificate that holds longer than 825 days.
SERVER_DAYS = 800
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Certificates:
    """The files of one home's authority and server.

    Attributes:
        authority: the certificate that phones are told to trust; may be given away.
        certificate, key: of the server.
    """

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def authority_key(self) -> Path:
        return self.folder / "authority.key"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"

    def exist(self) -> bool:
        """Say whether the server has a certificate."""
        return self.certificate.is_file() and self.key.is_file()

    def hosts(self) -> tuple[str, ...]:
        """Return the names and addresses that the server's certificate is for."""
        found = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        spoken = names.get_values_for_type(x509.DNSName)
        return (*spoken, *(str(address) for address in names.get_values_for_type(x509.IPAddress)))

    def until(self) -> datetime:
        """Return when the server's certificate ends."""
        return x509.load_pem_x509_certificate(self.certificate.read_bytes()).not_valid_after_utc


def of_home(path: Path) -> Certificates:
    """Return where the certificates of a home stand."""
    return Certificates(path / FOLDER)


def make(found: Certificates, hosts: Sequence[str], today: datetime | None = None) -> Certificates:
    """Make the server's certificate, and the authority when there is none yet.

    Args:
        hosts: names and addresses by which phones reach the server, at least one.
        today: now, unless a test says otherwise.

    Raises:
        Refusal: no host is named, or one is neither a name nor an address.
    """
    if not hosts:
        raise refuse(
            "--host",
            sentence("Nobody says how phones reach this server."),
            sentence("Name each address, like: jishi certificate make --for 10.1.2.3 --for jishi.county"),
        )
    now = today or datetime.now(UTC)
    found.folder.mkdir(mode=0o700, exist_ok=True)
    if not found.authority.exists():
        _make_authority(found, now)
    issuer = x509.load_pem_x509_certificate(found.authority.read_bytes())
    signer = serialization.load_pem_private_key(found.authority_key.read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(_named(hosts[0]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + SERVER_DAYS * _DAY)
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signer, hashes.SHA256())  # type: ignore[arg-type]
    )
    write_private(found.key, _pem(key))
    write_private(found.certificate, made.public_bytes(serialization.Encoding.PEM).decode())
    return found


def _make_authority(found: Certificates, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named("Jishi office authority")
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + AUTHORITY_YEARS * 365 * _DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_signs_only(), critical=True)
        .sign(key, hashes.SHA256())
    )
    write_private(found.authority_key, _pem(key))
    write_private(found.authority, made.public_bytes(serialization.Encoding.PEM).decode())


def _signs_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        pass
    try:
        return x509.DNSName(host)
    except ValueError:
        raise refuse(
            host,
            sentence("“%(host)s” is neither an address nor a host name.", host=host[:60]),
            sentence("Write it as phones type it, without https:// and port."),
        ) from None


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
