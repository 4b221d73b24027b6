"""The database itself: opened, brought up to date, refused."""
