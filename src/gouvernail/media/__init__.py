"""Files: content-addressed store, type check, re-encoding."""
