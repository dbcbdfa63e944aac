"""Bringing in tenants, and people with their posts, from a table: look first, then confirm."""
