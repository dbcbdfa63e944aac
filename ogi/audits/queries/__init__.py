"""Reading for the checklist: tenants and items, counts by SQL, and the rows behind a figure."""
