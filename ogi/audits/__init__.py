"""Supervision of the boards: the checklist of who has posted what, and who has not."""
