"""Who may do what with accounts, and how long sign-ins last. Pure: from facts to a decision."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say

LINK_LIFE = timedelta(minutes=20)  # slow mail filters take minutes; a forgotten link must not last
LINK_KEPT = timedelta(days=1)  # after its end, so that a late click still gets the right reason
SESSION_IDLE = timedelta(hours=12)  # an exchange lasts a day; a shared computer rests overnight
SESSION_LIFE = timedelta(days=14)  # then the address is proved again: people change councils
SESSION_KEPT = timedelta(days=30)  # after its end, so that people can see where they signed in
FRESH = timedelta(minutes=30)  # after signing in, for what a borrowed browser must not change
SEEN_EVERY = timedelta(minutes=5)  # how exact "last seen" is; each reading costs a write
PASSWORD_LEAST, PASSWORD_MOST = 12, 128  # characters; length, not composition: NIST SP 800-63B
TOKENS_MOST = 10  # per person: enough for every real integration, few enough to review
TOKEN_DAYS_MOST = 365

# The shape alone; whether mail arrives is what proves an address.
EMAIL = re.compile(r"[^@\s\x00-\x1f,;:<>()\[\]\\\"]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")

# Long enough and still the first to be tried; compared without digits, signs and capitals.
COMMON = frozenset(
    """
    admin adminadmin administrator asdfghjkl autumn birmingham changeme
    correcthorsebatterystaple council councilcouncil danmark dragon exchange football hemmelig
    iloveyou innovation innovationexchange january kodeord kodeordkodeord kommune letmein
    letmeinletmein letmeinplease liverpool london manchester monkey mypassword november
    password passwordpassword qwerty qwertyuiop qwertyuiopasdfghjkl secret secretsecret sommer
    spring summer thisisapassword velkommen vinter welcome welcometowork winter yourpassword
    zxcvbnm
    """.split()  # noqa: SIM905  # a text is easier to add to than a list
)
STAND_INS = str.maketrans("013457@$", "oleastas")


class AccountReason(Reason):
    """Why something about an account is refused."""

    LINK_UNKNOWN = "link_unknown"
    LINK_USED = "link_used"
    LINK_EXPIRED = "link_expired"
    LINK_FORWARDED = "link_forwarded"
    NOT_FRESH = "not_fresh"
    NOT_STAFF = "not_staff"
    ONESELF = "oneself"
    PASSWORD_SHORT = "password_short"  # noqa: S105  # a reason's code
    PASSWORD_LONG = "password_long"  # noqa: S105
    PASSWORD_COMMON = "password_common"  # noqa: S105
    PASSWORD_OWN = "password_own"  # noqa: S105
    TOO_MANY_TOKENS = "too_many_tokens"


@dataclass(frozen=True)
class LinkFacts:
    """What decides about a sign-in link."""

    known: bool = True
    used: bool = False
    expired: bool = False
    same_browser: bool = True


def link_opens(facts: LinkFacts) -> Decision:
    """A link signs in once, in time, and in the browser that asked for it."""
    if not facts.known:
        return refused(
            AccountReason.LINK_UNKNOWN,
            say(N_("This link is not complete, or not from us.")),
        )
    if facts.used:
        return refused(
            AccountReason.LINK_USED,
            say(N_("This link has been used already. Each link signs in once.")),
        )
    if facts.expired:
        return refused(
            AccountReason.LINK_EXPIRED,
            say(
                N_("This link is older than %(minutes)s minutes and no longer works."),
                minutes=int(LINK_LIFE.total_seconds() // 60),
            ),
        )
    if not facts.same_browser:
        return refused(
            AccountReason.LINK_FORWARDED,
            say(
                N_(
                    "This link was asked for in another browser, and works only there. "
                    "Copy it to that browser, or ask for a new link in this one."
                )
            ),
        )
    return ALLOWED


def is_fresh(age: timedelta | None) -> Decision:
    """Whether the person signed in by themselves just now; `age` is None for a token."""
    if age is not None and age <= FRESH:
        return ALLOWED
    return refused(
        AccountReason.NOT_FRESH,
        say(N_("For this, please sign in again first: it keeps others from doing it for you.")),
    )


def manages_people(actor: Actor) -> Decision:
    """Network staff, and the system itself, open and close accounts."""
    if actor.is_staff:
        return ALLOWED
    return refused(AccountReason.NOT_STAFF, say(N_("Only network staff may change accounts.")))


def may_deactivate(actor: Actor, person_id: UUID) -> Decision:
    """Staff may, but not themselves: somebody has to be left who can undo it."""
    if actor.person_id == person_id:
        return refused(
            AccountReason.ONESELF,
            say(N_("You cannot close your own account. Ask another member of staff.")),
        )
    return manages_people(actor)


def may_create_token(existing: int) -> Decision:
    """A person has at most `TOKENS_MOST` tokens that work."""
    if existing < TOKENS_MOST:
        return ALLOWED
    return refused(
        AccountReason.TOO_MANY_TOKENS,
        say(N_("You have %(most)s tokens. Revoke one that you no longer use."), most=TOKENS_MOST),
    )


def password_is_good(password: str, *, email: str, name: str) -> Decision:
    """Long, not among the first to be guessed, and not one's own name (NIST SP 800-63B, 3.1.1)."""
    if len(password) < PASSWORD_LEAST:
        return refused(
            AccountReason.PASSWORD_SHORT,
            say(N_("Use at least %(least)s characters."), least=PASSWORD_LEAST),
        )
    if len(password) > PASSWORD_MOST:
        return refused(
            AccountReason.PASSWORD_LONG,
            say(N_("Use at most %(most)s characters."), most=PASSWORD_MOST),
        )
    letters = _letters(password)
    if letters in COMMON or len(set(password)) < 5 or _is_a_run(password):
        return refused(
            AccountReason.PASSWORD_COMMON,
            say(N_("This password is easy to guess. Three or four unrelated words are hard to.")),
        )
    own = {_letters(email.partition("@")[0]), _letters(email), *map(_letters, name.split())}
    if letters in own | {_letters(name)}:
        return refused(
            AccountReason.PASSWORD_OWN,
            say(N_("Do not use your own name or address as a password.")),
        )
    return ALLOWED


def _letters(text: str) -> str:
    """Only the letters, small: "Passw0rd2026!" reads as "password"."""
    plain = unicodedata.normalize("NFKC", text).lower()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain).translate(STAND_INS)
    return "".join(sign for sign in core if sign.isalpha())


def _is_a_run(password: str) -> bool:
    """1234567890123 or abcdefghijkl: each sign follows the one before."""
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return steps <= {1, -9} or steps <= {-1, 9}
