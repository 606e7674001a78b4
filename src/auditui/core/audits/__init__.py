"""Audits: the entries that make them, their value, their score."""
