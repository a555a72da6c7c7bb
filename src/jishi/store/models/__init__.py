"""What is at rest, by word: org, people, assess, office. Import a model from its own module."""

from jishi.store.models import assess, office, org, people

__all__ = ["assess", "office", "org", "people"]
