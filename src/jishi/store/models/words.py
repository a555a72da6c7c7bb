"""What people wrote in their own words, taken out of their answers at the close; read above the unit only."""

from django.db import models

from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit


class OwnWords(models.Model):
    """One text that somebody wrote, without anything else of their answer (decision 24); sealed, never changed.

    Two texts of one answer are two rows that nothing joins. Rows of one close are written together, in the order
    of keys that are drawn at random.

    Attributes:
        key: 128 random bits, and no number: no row comes before another.
        unit: the unit whose people wrote it, or a place above where too few could have.
        questionnaire, question: what was asked; the same of all electorates that have this questionnaire.
        sealed: the words, padded, under the key of the home, bound to this row.
    """

    key = models.CharField(max_length=32, primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="own_words")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="own_words")
    questionnaire = models.CharField(max_length=40)
    question = models.CharField(max_length=40)
    sealed = models.BinaryField()
