"""Reading inspections, visits, inspectors, and what should hang on a board."""
