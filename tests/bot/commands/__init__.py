"""Commands, free of any platform."""
