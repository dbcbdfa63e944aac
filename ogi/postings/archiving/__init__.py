"""The archive of originals: sealed as they were sent in, opened by command and on record."""
