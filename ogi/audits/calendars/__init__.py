"""What is due, on one page and as a private feed; the weekly digest."""
