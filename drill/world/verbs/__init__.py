"""What can be done to a world, by subject; world.scenarios lists all of it."""
