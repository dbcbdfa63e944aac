"""Inspections: who is looked at, on a phone before the board, and on paper."""
