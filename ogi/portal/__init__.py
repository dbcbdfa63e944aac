"""Every anonymous page: the boards as on the wall."""
