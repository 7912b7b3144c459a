"""Every change of the brand: one aggregate a file."""
