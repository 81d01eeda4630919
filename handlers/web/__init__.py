"""The client space: the pages that a contact reads, and the few buttons that act."""
