"""Looking inside files: spreadsheets, documents, PDF, text."""
