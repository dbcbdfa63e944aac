"""An item over the years: for each period, whether it was published, and when."""
