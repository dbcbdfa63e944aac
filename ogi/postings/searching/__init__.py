"""The search over what stands on the boards: its texts, its index, its questions."""
