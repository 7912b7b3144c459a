"""Bluesky and every other server of the AT Protocol.

The key of a post (its record key, `rkey`) and its time are ours to choose, so that a
repeated publication can only find the same record: `putRecord` with `swapRecord: null`
creates, answers the same when the same bytes come again, and refuses other bytes.
"""
