"""Exchange: confidential, peer-led innovation exchanges for a members' network."""
