"""Discord, both ways: commands through the gateway, digests by REST."""
