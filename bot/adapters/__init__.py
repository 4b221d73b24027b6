"""One room a platform, the only one that knows its client library; none knows another."""
