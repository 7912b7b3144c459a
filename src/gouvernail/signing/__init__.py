"""Campaigns of signatures: who must sign which text by when, reminders, receipts, paper."""
