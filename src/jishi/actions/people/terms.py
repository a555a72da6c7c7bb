"""The terms for which records are kept: the pack's, and our own where it says nothing."""

from collections.abc import Mapping

from jishi.core.people.keeping import OWN_TERMS, Term


def terms() -> Mapping[str, Term]:
    """Return type of record → term of the pack of the cycle that began last."""
    return OWN_TERMS
