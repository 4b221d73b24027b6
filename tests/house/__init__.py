"""Rules that hold of the tree as a whole."""
