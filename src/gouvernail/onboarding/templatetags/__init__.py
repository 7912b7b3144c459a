"""Words of the first hour."""
