"""What the supervisor sees first: what changed, what is overdue, how timeliness goes."""
