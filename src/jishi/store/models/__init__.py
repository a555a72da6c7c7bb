"""What is at rest, by word. Import a model from its own module."""

from jishi.store.models import (
    assess,
    awards,
    cases,
    circulars,
    consult,
    improve,
    office,
    org,
    paper,
    papers,
    people,
    posts,
    publish,
    rules,
    targets,
    told,
)

__all__ = [
    "assess",
    "awards",
    "cases",
    "circulars",
    "consult",
    "improve",
    "office",
    "org",
    "paper",
    "papers",
    "people",
    "posts",
    "publish",
    "rules",
    "targets",
    "told",
]
