"""What `bin/test` runs, and how it reports."""
