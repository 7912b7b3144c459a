"""The pages of reviews and declarations."""
