"""Pages of drills and of their scenarios."""
