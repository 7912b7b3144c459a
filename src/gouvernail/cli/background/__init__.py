"""The long-lived processes on their own side: how they stop, and what the worker does."""
