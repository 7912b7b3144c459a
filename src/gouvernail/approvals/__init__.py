"""Routes, steps, seats and decisions bound to a digest, for any kind of subject."""
