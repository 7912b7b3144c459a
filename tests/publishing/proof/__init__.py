"""Real senders, each a process of its own, before a network that keeps what it hears."""
