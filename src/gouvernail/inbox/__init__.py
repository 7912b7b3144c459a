"""Conversations with the public: whose turn, by when, and what was answered."""
