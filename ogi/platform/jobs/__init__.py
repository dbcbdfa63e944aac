"""Long work: asked for, done in the background, seen in progress, fetched when ready.

The row is the truth. A work that a crash cut off is found by its silent heartbeat and can be
asked for again; works only read, so that doing one twice harms nothing.
"""
