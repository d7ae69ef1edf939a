"""The objectives of the course, one a file: what each player's loss is."""
