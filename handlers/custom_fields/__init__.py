"""The desk of the firm's own fields: administrators define them, every client file has them."""
