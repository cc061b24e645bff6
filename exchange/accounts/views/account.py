from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, session
from flask_babel import gettext
from werkzeug.wrappers import Response

from exchange.accounts import rules
from exchange.accounts.actions import (
    change_profile,
    create_token,
    end_session,
    remove_password,
    revoke_sessions,
    revoke_token,
    set_password,
)
from exchange.accounts.forms import ProfileForm, SetPasswordForm, TokenForm
from exchange.accounts.models import Person
from exchange.accounts.passwords import hashed
from exchange.accounts.queries import get_person, open_sessions, sign_in_age, valid_tokens
from exchange.accounts.views.browser import signed_out
from exchange.core.errors import NotFound
from exchange.extensions import limiter
from exchange.web.actor import current_actor, signed_in
from exchange.web.language import SESSION_KEY as LANGUAGE

pages = Blueprint("account", __name__, url_prefix="/account")
Page = str | tuple[str, int] | Response


def _me() -> Person:
    return get_person(current_actor().person)


@pages.get("")
@signed_in
def show() -> Page:
    """What we know of the person, and where they are signed in."""
    me = _me()
    return render_template(
        "accounts/account.html",
        me=me,
        sessions=open_sessions(me.id),
        tokens=valid_tokens(me.id),
        kept_days=rules.SESSION_KEPT.days,
    )


@pages.get("/profile")
@signed_in
def profile() -> Page:
    """Ask for name, job title and language."""
    return render_template("accounts/profile.html", form=ProfileForm(obj=_me()))


@pages.post("/profile")
@signed_in
def save_profile() -> Page:
    """Change them."""
    form = ProfileForm()
    if not form.validate():
        return render_template("accounts/profile.html", form=form), 422
    me = change_profile(
        actor=current_actor(),
        name=form.name.data,
        job_title=form.job_title.data,
        language=form.language.data,
    )
    if me.language:
        session[LANGUAGE] = me.language
    else:
        session.pop(LANGUAGE, None)
    return _done(gettext("Your details are saved."))


@pages.get("/password")
@signed_in
def password() -> Page:
    """Ask for a new password."""
    me = _me()
    return _password_page(SetPasswordForm(email=me.email, name=me.name), me)


@pages.post("/password")
@limiter.limit("20 per hour")
@signed_in
def save_password() -> Page:
    """Set it, and end the person's other sessions."""
    me = _me()
    form = SetPasswordForm(email=me.email, name=me.name)
    if not form.validate():
        return _password_page(form, me), 422
    set_password(actor=current_actor(), hashed=hashed(form.password.data))
    return _done(gettext("The password is saved. Your other browsers have been signed out."))


def _password_page(form: SetPasswordForm, me: Person) -> str:
    fresh = rules.is_fresh(sign_in_age(current_actor()))
    return render_template("accounts/password.html", form=form, me=me, fresh=fresh)


@pages.post("/password/remove")
@signed_in
def drop_password() -> Page:
    """Sign in by link alone from now on."""
    remove_password(actor=current_actor())
    return _done(gettext("The password is removed. You sign in by e-mail link from now on."))


@pages.post("/sessions/<uuid:session_id>/end")
@signed_in
def end_one(session_id: UUID) -> Page:
    """Sign another of one's browsers out, or this one."""
    if session_id == current_actor().session_id:
        return signed_out()
    end_session(actor=current_actor(), session_id=session_id)
    return _done(gettext("That browser is signed out."))


@pages.post("/sessions/end")
@signed_in
def end_others() -> Page:
    """Sign every other browser out."""
    actor = current_actor()
    revoke_sessions(actor=actor, person_id=actor.person, keep=actor.session_id)
    return _done(gettext("All your other browsers are signed out."))


@pages.get("/tokens/new")
@signed_in
def new_token() -> Page:
    """Ask what a token is for."""
    return _token_page(TokenForm())


@pages.post("/tokens/new")
@limiter.limit("20 per hour")
@signed_in
def make_token() -> Page:
    """Make it, and show its secret this once."""
    form = TokenForm()
    if not form.validate():
        return _token_page(form), 422
    token, secret = create_token(actor=current_actor(), name=form.name.data, days=form.days.data)
    return render_template("accounts/token_made.html", token=token, secret=secret)


def _token_page(form: TokenForm) -> str:
    fresh = rules.is_fresh(sign_in_age(current_actor()))
    return render_template("accounts/token_new.html", form=form, fresh=fresh)


@pages.get("/tokens/<uuid:token_id>/revoke")
@signed_in
def confirm_revoke(token_id: UUID) -> Page:
    """Say what revoking a token does."""
    mine = {token.id: token for token in valid_tokens(current_actor().person)}
    if token_id not in mine:
        raise NotFound
    return render_template("accounts/token_revoke.html", token=mine[token_id])


@pages.post("/tokens/<uuid:token_id>/revoke")
@signed_in
def revoke(token_id: UUID) -> Page:
    """End a token."""
    revoke_token(actor=current_actor(), token_id=token_id)
    return _done(gettext("The token no longer works."))


def _done(sentence: str) -> Response:
    flash(sentence, "success")
    return redirect("/account")
