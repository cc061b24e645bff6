"""Programmes and events: their pages, parts, people, prices and materials."""
