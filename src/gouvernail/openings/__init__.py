"""Asking for a new account: the request, the adviser, the decision and the opening checklist."""
