"""Words that only the pages of custody need."""
