"""The columns of a sheet of clients, by subject: the one table behind the template, the import and the export."""
