"""Tags of the reading room."""
