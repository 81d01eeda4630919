"""A stand-in of the public company registry, with invented companies."""
