"""What the firm's inbox receives: read without ever failing, named, trusted or not, and put on the right client.

`understanding.understand` is the door; the other modules each hold one step of it.
"""
