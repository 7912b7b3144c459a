"""Tags of listening."""
