"""The firm's rules: values, rights, chasing, attribution. No network, no database, no clock."""
