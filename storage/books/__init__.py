"""The books declared in `domain/books.py`, kept for real: one module a subject."""
