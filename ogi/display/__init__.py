"""The boards on the wall: where they stand, what is printed for them, what hangs there."""
