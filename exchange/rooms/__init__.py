"""Live rooms of a part: rounds, seating, presence, chat, moderation, by the database's word."""
