"""The desk of incidents: what a person must look at, in one list."""
