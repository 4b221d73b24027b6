"""Payloads without a platform: what goes out, and whether it may."""
