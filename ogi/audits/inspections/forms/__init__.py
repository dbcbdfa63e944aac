"""Forms of inspections: planning and visiting."""
