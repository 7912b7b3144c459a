"""What waits for us, and for whom."""
