"""Settings of a site: `base` reads the environment; `demo`, `test` narrow it."""
