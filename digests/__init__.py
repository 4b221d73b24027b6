"""What was reported, what may run, what went out, and when: the rules of Rundown."""
