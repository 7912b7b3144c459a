"""Questions of the public, and of those who choose what it is told."""
