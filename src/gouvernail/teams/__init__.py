"""Named teams: who has which duty, and who stands in."""
