"""Client files from a sheet: the form, the trial run, the writing, and what people are told on the way."""
