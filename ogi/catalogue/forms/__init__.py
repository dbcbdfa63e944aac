"""Forms of the catalogue room."""
