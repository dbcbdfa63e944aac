"""What followers read: feeds of what was published, corrected and withdrawn."""
