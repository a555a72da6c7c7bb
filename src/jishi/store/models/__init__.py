"""What is at rest, by word: org, people, posts, assess, cases, rules, office. Import a model from its module."""

from jishi.store.models import assess, cases, office, org, people, posts, rules

__all__ = ["assess", "cases", "office", "org", "people", "posts", "rules"]
