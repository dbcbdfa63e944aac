"""The demo township: invented places, people and postings, the same for the same day and seed."""
