"""The sender's machinery: ownership, the permit to send, sessions with networks."""
