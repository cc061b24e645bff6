"""People without an account who may open one by signing in: decided by a feature above this one.

`membership` knows which e-mail domains belong to organisations; accounts must not import it. So
`create_app` hands its two answers down with `decide_by`. Until then nobody may sign up.
"""

from collections.abc import Callable

from exchange.accounts.models import Person
from exchange.core.actor import Actor

MaySignUp = Callable[[str], bool]
Welcome = Callable[[Actor, Person], None]


def _nobody(_: str) -> bool:
    return False


def _no_welcome(_: Actor, __: Person) -> None:
    return None


_may_sign_up: MaySignUp = _nobody
_welcome: Welcome = _no_welcome


def decide_by(*, may_sign_up: MaySignUp, welcome: Welcome) -> None:
    """Set who may sign up, by e-mail address (in lower case), and what is done with who did.

    `welcome` runs inside the transaction that makes the person: it joins it as an action would.
    """
    global _may_sign_up, _welcome  # one decision per process, made at its start
    _may_sign_up, _welcome = may_sign_up, welcome


def may_sign_up(email: str) -> bool:
    """Whether somebody with this address may open an account."""
    return _may_sign_up(email)


def welcome(actor: Actor, person: Person) -> None:
    """Do what follows from a new account, such as affiliating the person."""
    _welcome(actor, person)
