"""Finding one's own household's lines in published lists, without the lists telling more."""
