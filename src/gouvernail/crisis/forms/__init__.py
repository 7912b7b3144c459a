"""What is typed about plans, incidents and contacts."""
