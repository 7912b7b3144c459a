"""Feeds and web pages that are asked again and again: `entries`, `pages`.

Both are asked for only if they changed, and remember in their cursor what was seen.
"""
