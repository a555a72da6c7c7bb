"""Decisions about persons and members, without a database: numbers, stages, transfers, contact, keeping."""
