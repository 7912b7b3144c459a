"""What every connector must do when the network misbehaves."""
