"""What the client receives: the words of each letter, its looks, and its final bytes."""
