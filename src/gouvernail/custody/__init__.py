"""Who can get into each account, how, and what would break if a person left."""
