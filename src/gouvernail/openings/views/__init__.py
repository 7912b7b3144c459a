"""Pages of the requests for new accounts."""
