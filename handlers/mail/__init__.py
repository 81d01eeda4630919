"""The firm's inbox: what comes in is understood, filed, shown in Slack, and decided on by people."""
