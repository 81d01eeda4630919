"""Pretend mail: the firm's mailbox over real IMAP, real SMTP, and the boxes of the people who write to it."""
