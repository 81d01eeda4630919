"""Figures to hold, each measured beside a floor in the same run, on the same machine."""
