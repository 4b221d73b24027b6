"""Slack, both ways: commands by Socket Mode, digests by the Web API."""
