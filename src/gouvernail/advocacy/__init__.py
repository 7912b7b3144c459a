"""Ambassadors: programmes one joins freely, kits to share, what was shared and disclosed."""
