"""The team: its people, its portfolios, and who asks to join."""
