"""The governance model as files: export, validate, plan, apply."""
