"""Secretaries: who may be sent, and whether one is still fit."""
