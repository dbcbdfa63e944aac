"""Districts, townships and their tenants; staff, their posts, and what each post may do."""
