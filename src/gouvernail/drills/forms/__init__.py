"""What is typed in scenarios and in drills."""
