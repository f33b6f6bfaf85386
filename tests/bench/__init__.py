"""`make bench`: how fast it is, as one JSON object a line."""
