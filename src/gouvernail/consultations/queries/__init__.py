"""Consultations to read, remarks to answer, and what came of them."""
