"""What the forms of the charter ask."""
