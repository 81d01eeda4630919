"""The desk of a client's documents: what was received, what is asked for, what is to be redone."""
