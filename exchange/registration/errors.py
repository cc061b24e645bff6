from exchange.core.errors import Invalid
from exchange.core.text import N_, say


class NoSuchPerson(Invalid):
    """Staff named an address that belongs to no account."""

    code = "no_such_person"
    default = say(N_("Nobody here has this e-mail address. Ask them to sign in once, then retry."))
