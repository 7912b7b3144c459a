"""The pure part: no Django, no network, no clock, no randomness."""
