"""Questions about the brand: one aggregate a file."""
