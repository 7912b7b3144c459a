"""What people fill in about accounts; each form calls its action and shows what it refuses."""
