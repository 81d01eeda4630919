"""The desk of the morning digest: what waits for each, in one message."""
