"""« Modifier le dossier »: one screen a subject."""
