"""What is done to findings and orders; the caller commits."""
