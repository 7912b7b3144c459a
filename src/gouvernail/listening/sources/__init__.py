"""Where what is heard comes from, beyond what `networks` reads by itself."""
