"""Sheets that people send: what is understood of a .csv, and why a sheet is not read."""
