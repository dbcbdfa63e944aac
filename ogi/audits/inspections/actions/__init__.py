"""Planning, opening, closing and cancelling inspections, and their visits."""
