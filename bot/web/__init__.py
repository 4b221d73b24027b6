"""Pages for people: what will be sent, and how it will look."""
