"""The sealed log: one entry for every change of state, in the transaction of the change."""
