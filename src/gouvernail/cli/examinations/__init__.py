"""What `gouvernail doctor` looks at: the machine, then the site."""
