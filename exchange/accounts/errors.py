from exchange.core.errors import Conflict, Forbidden, Invalid
from exchange.core.text import N_, say


class EmailTaken(Conflict):
    code = "email_taken"
    default = say(N_("Somebody has an account with this e-mail address already."))


class WrongPassword(Forbidden):
    code = "wrong_password"
    default = say(
        N_("The e-mail address or the password is not right. You can ask for a link instead.")
    )


class NotAnEmail(Invalid):
    code = "not_an_email"
    default = say(N_("Enter an e-mail address in the form name@council.gov.uk."))


class NameMissing(Invalid):
    code = "name_missing"
    default = say(N_("Enter a name of at most 120 characters."))
