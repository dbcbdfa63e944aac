"""Ground floor: configuration, database, clock and web glue without a word of the field."""
