"""The practice network: a connector with its own small timeline, on this machine only."""
