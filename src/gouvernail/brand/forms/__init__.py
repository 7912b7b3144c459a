"""What people fill in about the brand."""
