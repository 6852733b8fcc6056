"""The web: pages and API. Reads the store, writes through the same use cases as the chat."""
