"""Messages of Slack that people put in a client file."""
