"""Jishi (基石): survey every branch, grade it fairly, fix what is weak, prove that it improved."""

__version__ = "0.1.0"
