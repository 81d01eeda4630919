"""« Nouveau dossier »: its steps, its draft, and what follows from « Créer »."""
