"""Yearly figures, their reconciliation, and the yearly report in every format."""
