"""Feeds: each a small class behind one port, which fetches and says what is new."""
