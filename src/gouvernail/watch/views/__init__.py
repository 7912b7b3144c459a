"""Pages of watches, reports, reviews and holding pages."""
