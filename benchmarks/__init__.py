"""How fast the product is beside a bare reference in the same run: `make bench`."""
