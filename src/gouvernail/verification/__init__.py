"""Is this account ours? What the public is answered: page, JSON, feed, signed snapshot."""
