"""Live rooms of a part: rounds, seating, presence, chat, moderation; desired state in the database."""
