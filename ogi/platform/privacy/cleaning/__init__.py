"""Copies fit to be published: what is visible stays, what hides behind it goes.

Spreadsheets keep values instead of formulas; tracked changes are accepted as Word would accept
them; macros are refused, not cut out; seals and filled-in fields of a PDF become part of its page.
"""

from ogi.platform.privacy.cleaning.files import clean_copy, clean_file

__all__ = ["clean_copy", "clean_file"]
