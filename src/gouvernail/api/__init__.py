"""The REST surface: one API, whose routers belong to the areas and call the same actions."""
