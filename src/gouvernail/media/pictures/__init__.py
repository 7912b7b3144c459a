"""Making a safe picture of a file nobody has reason to trust.

Nothing here imports Django: `worker` runs alone in a small process that may fail.
"""
