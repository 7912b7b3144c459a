"""The archive of what was posted and received."""
