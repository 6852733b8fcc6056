"""The nouns of the field, the tables and the store: the only SQL, and nothing of ours is imported from here."""
