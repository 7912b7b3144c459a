"""Asking people to attest: declaration campaigns and account reviews."""
