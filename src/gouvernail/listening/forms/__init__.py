"""What is filled in about topics, mentions and sources."""
