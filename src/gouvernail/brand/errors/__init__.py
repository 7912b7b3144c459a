"""What can go wrong with the brand: one aggregate a file."""
