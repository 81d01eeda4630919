"""The pretend Slack: what it holds, and what the app receives."""
