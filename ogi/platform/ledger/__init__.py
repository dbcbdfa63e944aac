"""The append-only log: a Merkle tree (RFC 6962), signed checkpoints, and their proofs.

Nothing here knows what an entry means: an entry is bytes, a tree is a list of leaf hashes.
"""
