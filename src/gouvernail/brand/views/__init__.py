"""Pages of the brand: parse, call, render."""
