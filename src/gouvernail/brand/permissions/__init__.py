"""The only doors to the brand, and who may do what: one aggregate a file."""
