"""The adapters, with the real client libraries against loopback platforms."""
