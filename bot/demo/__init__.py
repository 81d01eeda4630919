"""Guichet with a pretend Slack and pretend mail, on this machine, with no account anywhere."""
