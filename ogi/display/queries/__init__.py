"""Reading boards and what hangs on them."""
