"""Whether the site has begun, what its first hour still asks, and what it found."""
