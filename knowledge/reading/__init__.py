"""From the texts of a directory's files to drafts, each value with its line, and the faults met on the way."""
