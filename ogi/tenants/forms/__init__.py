"""Forms of the tenants room."""
