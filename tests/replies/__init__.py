"""The library of approved replies."""
