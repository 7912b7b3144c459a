"""Documents made of clauses, their versions in both languages, and signatures."""
