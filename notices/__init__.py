"""Feed → Notice → planned posts: what the utilities announce, whom it concerns, when it is said."""
