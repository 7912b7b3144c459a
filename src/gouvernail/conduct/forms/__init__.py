"""What is typed about a report, a legal basis or a case, and the addresses of narrowed lists."""
