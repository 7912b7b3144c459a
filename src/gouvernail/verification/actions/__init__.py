"""Every change of what the public is told, and of what it reports."""
