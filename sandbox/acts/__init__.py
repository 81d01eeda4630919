"""What people do in the pretend Slack: commands, presses, forms, messages of their own."""
