"""Everything that anyone may read: boards, postings, files, and what is missing."""
