"""What the organisation chose: its name, its separation of duties, its modules."""
