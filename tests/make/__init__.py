"""One maker per model."""
