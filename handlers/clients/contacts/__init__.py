"""The people of a client file: listed, added, edited, removed, invited."""
