"""How pages say what the charter holds."""
