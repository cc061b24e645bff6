"""Difference matrices: what finite fields give, and one that they do not.

Rows of elements of a group such that any two rows differ by each element exactly once.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

# Fields of p^e elements: x^e by its lower powers, lowest first, from an irreducible polynomial
# (R. Lidl and H. Niederreiter, "Finite Fields", table C).
REDUCED = {
    4: (2, (1, 1)),
    8: (2, (1, 1, 0)),
    9: (3, (2, 0)),
    16: (2, (1, 1, 0, 0)),
    25: (5, (3, 4)),
}


# Six rows over the pairs modulo 6 and 2, the pair (a, b) written 2 * a + b. That there are as many
# was shown by D. Johnson, A. Dulmage and N. Mendelsohn (Canadian Journal of Mathematics 13, 1961).
TWELVE = (
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    (0, 2, 10, 6, 1, 7, 4, 11, 9, 3, 5, 8),
    (0, 6, 4, 11, 2, 9, 3, 10, 7, 8, 1, 5),
    (0, 8, 1, 5, 9, 10, 2, 6, 11, 7, 4, 3),
    (0, 11, 3, 4, 6, 8, 10, 1, 5, 2, 9, 7),
)
Table = Sequence[Sequence[int]]


@lru_cache
def difference_matrix(order: int) -> tuple[Table, Table]:
    """A group of `order` elements by its addition (0 is zero), and a difference matrix over it.

    The matrix has no rows where none is known here.
    """
    if order in REDUCED or _is_prime(order):
        return _field(order)
    if order == 12:
        return [
            [(a // 2 + b // 2) % 6 * 2 + (a + b) % 2 for b in range(12)] for a in range(12)
        ], TWELVE
    return (), ()


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, number))


def _field(order: int) -> tuple[Table, Table]:
    """Tables of addition and multiplication of the elements 0 (zero), 1, … order - 1."""
    if order not in REDUCED:
        whole = range(order)
        return (
            [[(a + b) % order for b in whole] for a in whole],
            [[a * b % order for b in whole] for a in whole],
        )
    prime, reduced = REDUCED[order]
    digits = [tuple(reversed(d)) for d in product(range(prime), repeat=len(reduced))]
    number = {d: at for at, d in enumerate(digits)}
    added = [
        [number[tuple((x + y) % prime for x, y in zip(a, b, strict=True))] for b in digits]
        for a in digits
    ]
    return added, [[number[_product(a, b, prime, reduced)] for b in digits] for a in digits]


def _product(
    a: tuple[int, ...], b: tuple[int, ...], prime: int, reduced: tuple[int, ...]
) -> tuple[int, ...]:
    result = [0] * len(a)
    for coefficient in reversed(a):  # Horner: times x, then plus coefficient times b
        carried = result[-1]
        shifted = [0, *result[:-1]]
        result = [
            (low + carried * back + coefficient * term) % prime
            for low, back, term in zip(shifted, reduced, b, strict=True)
        ]
    return tuple(result)
