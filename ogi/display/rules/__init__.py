"""Rules of boards and sheets."""
