"""Mastodon and every server that speaks its client API.

No key of ours names a post there: `Idempotency-Key` is honoured by Mastodon itself for an
hour and by few others, so an unknown outcome is settled by reading the account's own posts.
"""
