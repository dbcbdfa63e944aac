"""Postings: drafted, reviewed and published by three persons, and never rewritten."""
