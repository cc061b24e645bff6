from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from exchange.accounts import rules
from exchange.accounts.actions import (
    ask_sign_in_link,
    begin_session,
    note_failed_sign_in,
    use_sign_in_link,
)
from exchange.accounts.errors import WrongPassword
from exchange.accounts.forms import LinkForm, NewcomerForm, PasswordSignInForm, UseLinkForm
from exchange.accounts.passwords import is_password_of
from exchange.accounts.queries import (
    demonstration_people,
    link_by_token,
    link_facts,
    normal_email,
    person_by_email,
)
from exchange.accounts.views.browser import (
    browser_name,
    browser_secret,
    enter,
    new_browser_secret,
    signed_out,
)
from exchange.core.decision import Decision, Refused
from exchange.core.signing import fingerprint
from exchange.extensions import limiter
from exchange.web.actor import current_actor
from exchange.web.application import application
from exchange.web.language import current_language, translate
from exchange.web.views import own_path

pages = Blueprint("sign_in", __name__)

ASKED = "sign_in_asked"
Page = str | tuple[str, int] | Response


def _by_email() -> str:
    """Whom a request is about, for its limit: the address itself is not written down."""
    return fingerprint(normal_email(request.form.get("email", "")))


# A council's officers share one address, and all arrive just before an exchange begins.
many_from_one_place = "60 per minute; 600 per hour"


@pages.get("/sign-in")
def start() -> Page:
    """Ask for a link; in a demonstration, choose who to be."""
    return _start(LinkForm(next=own_path(request.args.get("next", ""))))


@pages.post("/sign-in")
@limiter.limit(many_from_one_place)
@limiter.limit("5 per 15 minutes", key_func=_by_email)
def ask() -> Page:
    """Have a link sent; the answer is the same for every address."""
    form = LinkForm()
    if not form.validate():
        return _start(form), 422
    ask_sign_in_link(
        actor=current_actor(),
        email=form.email.data,
        browser_secret=new_browser_secret(),
        next_path=own_path(form.next.data or ""),
        language=current_language(),
    )
    session[ASKED] = form.email.data
    return redirect("/sign-in/sent")


def _start(form: LinkForm) -> str:
    shown = demonstration_people() if application().settings.is_demonstration else ()
    return render_template("accounts/sign_in.html", form=form, people=shown)


@pages.get("/sign-in/sent")
def sent() -> Page:
    """Say what happens next."""
    if ASKED not in session:
        return redirect("/sign-in")
    minutes = int(rules.LINK_LIFE.total_seconds() // 60)
    return render_template("accounts/sent.html", email=session[ASKED], minutes=minutes)


@pages.get("/sign-in/link/<token>")
@limiter.limit(many_from_one_place)
def link(token: str) -> Page:
    """Show one button: scanners that open links in letters do not press it."""
    known = link_by_token(token)
    decision = rules.link_opens(link_facts(known, browser_secret()))
    if not decision:
        return _refused_link(decision)
    is_newcomer = known is not None and known.person_id is None
    return _link(token, NewcomerForm() if is_newcomer else UseLinkForm())


@pages.post("/sign-in/link/<token>")
@limiter.limit(many_from_one_place)
def use_link(token: str) -> Page:
    """Sign in by the link; a newcomer's name opens their account."""
    known = link_by_token(token)
    is_newcomer = known is not None and known.person_id is None
    given: dict[str, str] = {}
    if is_newcomer:
        form = NewcomerForm()
        if not form.validate():
            return _link(token, form), 422
        given = {"name": form.name.data, "job_title": form.job_title.data}
    try:
        begun, leads_to = use_sign_in_link(
            actor=current_actor(),
            token=token,
            browser_secret=browser_secret(),
            browser=browser_name(),
            **given,
        )
    except Refused as refusal:
        return _refused_link(refusal.decision)
    enter(begun)
    return redirect(own_path(leads_to))


def _link(token: str, form: UseLinkForm | NewcomerForm) -> str:
    return render_template("accounts/link.html", form=form, token=token)


def _refused_link(decision: Decision) -> tuple[str, int]:
    """Why the link does not work, with the way to a new one."""
    form = LinkForm(formdata=None)
    return render_template("accounts/link_refused.html", decision=decision, form=form), 403


@pages.get("/sign-in/password")
def password() -> Page:
    """Ask for address and password."""
    form = PasswordSignInForm(next=own_path(request.args.get("next", "")))
    return render_template("accounts/password_sign_in.html", form=form)


@pages.post("/sign-in/password")
@limiter.limit("30 per minute; 300 per hour")
@limiter.limit("10 per hour", key_func=_by_email)
def check_password() -> Page:
    """Sign in by password."""
    form = PasswordSignInForm()
    if not form.validate():
        return render_template("accounts/password_sign_in.html", form=form), 422
    person = person_by_email(form.email.data)
    if not is_password_of(person, form.password.data) or person is None:
        note_failed_sign_in(actor=current_actor(), person_id=person.id if person else None)
        form.form_errors.append(translate(WrongPassword.default))
        return render_template("accounts/password_sign_in.html", form=form), WrongPassword.status
    begun = begin_session(
        actor=current_actor(), person_id=person.id, browser=browser_name(), by="password"
    )
    enter(begun)
    return redirect(own_path(form.next.data or ""))


@pages.post("/sign-out")
def sign_out() -> Page:
    """End this browser's session."""
    return signed_out()
