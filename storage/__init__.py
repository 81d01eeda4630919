"""What must not be forgotten: tables, queries, migrations, blobs."""
