"""What happens by itself in listening."""
