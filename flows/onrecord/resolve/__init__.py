"""Mentions -> actors: within an article, then across the archive."""
