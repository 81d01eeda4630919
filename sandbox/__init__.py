"""A local Slack, mailboxes and a company registry, met only over sockets."""
