"""The running program: command line, settings, wiring, and the connections that stay open."""
