"""Pages of reports, of the legal basis, of cases, and of figures without names."""
