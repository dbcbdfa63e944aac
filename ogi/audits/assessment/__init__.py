"""The score of the year: schemes, arithmetic, objections."""
