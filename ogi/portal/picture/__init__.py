"""A posting as one long picture, for sending on in chat groups."""
