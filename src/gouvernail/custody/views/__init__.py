"""Who can get in, as pages."""
