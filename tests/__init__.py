"""What must hold of Rundown, told as a newsroom would tell it."""
