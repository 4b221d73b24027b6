"""A newsroom's day, from the record to the reader, through the wired product."""
