"""The network, its organisations, their dated memberships, and who belongs to them when."""
