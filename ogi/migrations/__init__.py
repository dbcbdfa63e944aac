"""Numbered migrations of the database."""
