"""Template tags of the brand."""
