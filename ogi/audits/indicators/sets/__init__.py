"""Checklists made for an occasion: sets of indicators that an inspection goes by."""
