"""Places at events: one action for every path, a waiting list in order, offers that expire."""
