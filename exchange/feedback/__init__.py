"""What people take along from each other after a session: contacts, where both wish."""
