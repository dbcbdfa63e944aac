"""Rules of the year's score: arithmetic, what may be typed, and what may be done when."""
