"""What is printed for the boards: single sheets, whole posters, the list for hanging."""
