"""Chasing: the sweep that writes what is due, and the acts of those who take over."""
