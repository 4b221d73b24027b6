"""Loopback platforms: servers that answer the real client libraries as Slack, Discord and their webhooks would."""
