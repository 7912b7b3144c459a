"""What drills are asked: their time, their stage, their figures, how they compare."""
