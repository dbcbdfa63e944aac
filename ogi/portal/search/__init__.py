"""The search page: its form, and by what the hits can be narrowed."""
