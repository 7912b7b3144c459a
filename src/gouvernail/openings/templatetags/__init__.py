"""Words and states of the pages of openings."""
