"""The books declared in `domain/books`, kept for real: one module a subject."""
