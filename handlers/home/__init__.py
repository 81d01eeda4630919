"""The App Home: what is to be handled, one's clients, and the firm's first days."""
