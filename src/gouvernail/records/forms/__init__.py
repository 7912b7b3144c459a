"""What people say to the archive."""
