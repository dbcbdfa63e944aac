"""Bringing in postings from a table: every fault with its row and column, nothing by halves."""
