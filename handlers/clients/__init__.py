"""The desk of client files: opening them, finding them, showing them, assigning them, inviting their contacts."""
