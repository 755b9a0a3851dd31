"""A local AWS for the drill: an emulator with mends, tasks as processes, DNS, and Lambda functions."""
