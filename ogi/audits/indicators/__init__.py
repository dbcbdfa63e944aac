"""Automatic indicators: faults counted from rows, each by one statement over a township's year."""
