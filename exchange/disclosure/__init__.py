"""Opening one room's content for a lawful request: two people, a window, an announcement."""
