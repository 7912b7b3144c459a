"""Forms of custody: accesses, the board, departures, handovers."""
