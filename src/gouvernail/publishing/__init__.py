"""Deliveries, the freeze, the sender and its read-back."""
