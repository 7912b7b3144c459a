"""The reply library: approved answers to common problems, in both languages."""
