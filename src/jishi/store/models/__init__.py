"""What is at rest, by word: org, people, posts, assess, rules, office. Import a model from its own module."""

from jishi.store.models import assess, office, org, people, posts, rules

__all__ = ["assess", "office", "org", "people", "posts", "rules"]
