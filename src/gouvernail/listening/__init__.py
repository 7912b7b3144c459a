"""What is said: sources heard, topics followed, mentions kept, spikes noticed."""
