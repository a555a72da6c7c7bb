"""Targets, set and broken down."""
