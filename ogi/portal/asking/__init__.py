"""What anybody may send: something to say, a receipt number, a household's name and digits."""
