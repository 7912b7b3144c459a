"""What changes what we listen to and what is done with what is heard."""
