"""Rule packs and their versions, verdicts, dismissals."""
