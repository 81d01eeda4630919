"""What comes in is parsed, the domain decides, the answer is rendered: one module a desk."""
