"""Settings, addresses and processes of a site."""
