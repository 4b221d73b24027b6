"""Commands, free of platform: an Invocation in, a Reply out; they never render."""
