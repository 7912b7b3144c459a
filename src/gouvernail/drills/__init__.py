"""Rehearsals on the practice network, played at any speed, with their times."""
