"""The pretend Slack: what it holds, what people do in it, and what the app receives."""
