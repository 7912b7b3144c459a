"""What the `rules` commands share: packs found by name, texts read from files, verdicts shown."""
