"""Client files that come in a sheet: which column is which, what each row says, and what becomes of it."""
