"""What talks to the world, each part alone."""
