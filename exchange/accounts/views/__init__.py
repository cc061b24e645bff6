"""Pages about accounts: signing in, one's own account, the demonstration's short cuts."""

from exchange.accounts.views.account import pages as account_pages
from exchange.accounts.views.demonstration import pages as demonstration_pages
from exchange.accounts.views.sign_in import pages as sign_in_pages

blueprints = (sign_in_pages, account_pages, demonstration_pages)

__all__ = ["blueprints"]
