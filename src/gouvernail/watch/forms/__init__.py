"""What is typed about the watch of an incident."""
