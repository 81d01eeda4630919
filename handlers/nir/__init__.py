"""Social security numbers: whether the firm asks for them, and showing one to whoever may see it."""
