"""Every account that speaks in the name of the organisation."""
