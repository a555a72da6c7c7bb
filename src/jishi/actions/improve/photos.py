"""Evidence that somebody adds: photographs and documents, kept encrypted because people may be seen on them."""

from jishi.core.errors import refuse, sentence
from jishi.store import evidence
from jishi.store.models.improve import Progress
from jishi.store.models.office import Evidence

MOST_BYTES = 10_000_000
#: How files of each kind begin → media type. Nothing that a browser runs is among them.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"%PDF-", "application/pdf", "pdf"),
    (b"PK\x03\x04", "application/zip", "zip"),
)


def keep(content: bytes, name: str) -> Evidence:
    """Keep a file, encrypted.

    Raises:
        Refusal: it is too large, or no photograph, PDF, Word or Excel file.
    """
    name = name.replace("\\", "/").rpartition("/")[2][-100:] or "file"
    if len(content) > MOST_BYTES:
        raise refuse(
            name,
            sentence("The file is larger than %(most)s MB.", most=MOST_BYTES // 1_000_000),
            sentence("Take a smaller photograph, or add only the page that matters."),
        )
    if kind_of(content) is None:
        raise refuse(
            name,
            sentence("This is no photograph and no PDF, Word or Excel file."),
            sentence("Add a JPEG or PNG photograph, a PDF, or a file of Word or Excel."),
        )
    return evidence.keep_sealed(content, name)


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Return (media type, ending) by how a file begins; None = no kind that is taken."""
    return next(((media, end) for begins, media, end in _KINDS if content.startswith(begins)), None)


def shown(progress: Progress) -> tuple[bytes, str, str]:
    """Return a report's file: content, media type, name.

    Raises:
        Evidence.DoesNotExist: it has none.
        Refusal: the file is gone or was changed.
    """
    if progress.evidence is None:
        raise Evidence.DoesNotExist
    content = evidence.content_of(progress.evidence)
    media, ending = kind_of(content) or ("application/octet-stream", "bin")
    name = progress.evidence.name
    return content, media, name if "." in name else f"{name}.{ending}"
