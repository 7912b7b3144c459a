"""Plans, the directory of a crisis, incidents and the room they are run from."""
