"""What `bin/test` runs, and the checks among it that are programs of their own."""
