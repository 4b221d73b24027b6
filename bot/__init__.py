"""What talks to the world: Slack, Discord, webhooks, the terminal, the clock."""
