"""How pages write what belongs to people."""
