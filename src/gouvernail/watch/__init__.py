"""The officer on duty, situation reports on the clock, the review afterwards."""
