"""Every page that there is, who may see it, and how they come to it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.browser.conftest import Someone

OFFICER = "Monitoring officer"
LAPSED = "membership lapsed"
POLICY = "Head of policy"
STAFF = "Network staff: memberships"
IN_GRACE = "Her council's membership has ended"
FACILITATOR = "Facilitator: opens"
OWN = "/events/making-the-member-officer-relationship-work"
PRICED = "/events/working-with-elected-members"
FULL = "/events/a-small-circle-the-first-hundred-days"
DANISH = "/events/politisk-betjening"
LIVE = "/events/try-the-room"
PAST = "/events/the-decision-nobody-took"
ENDED = "/events/what-we-stopped-doing"
LINES = "What We Stopped Doing"  # the link to lines that wait, of one's exchanges
NORTHMERE = "/staff/organisations?search=Northmere"
STONEBRIDGE = "/staff/organisations?search=Stonebridge"
MORGAN = "/staff/people?search=Morgan"


@dataclass(frozen=True)
class PageOf:
    """A page: its name, who sees it, where it is, and the links to follow from there.

    `follow` holds a text of each link, the first that has it, with ">" between them; `settled` what
    is on the page once its scripts have drawn it.
    """

    name: str
    who: str | None
    path: str
    follow: str = ""
    settled: str = "main"

    def open(self, someone: Someone) -> None:
        """Go there, and wait until the page is complete."""
        someone.go(self.path)
        for text in filter(None, self.follow.split(" > ")):
            link = someone.page.locator("main a").filter(has_text=text).first
            target = urlsplit(link.get_attribute("href") or "")
            if target.path.startswith("/"):
                someone.go(target._replace(scheme="", netloc="").geturl())
            else:
                link.click()
        someone.page.locator(self.settled).first.wait_for()


PAGES = (
    PageOf("start", None, "/"),
    PageOf("exchanges", None, "/events"),
    PageOf("exchanges-none", None, "/events?text=nothing+matches+this"),
    PageOf("event", None, OWN),
    PageOf("confidentiality", None, f"{OWN}/confidentiality"),
    PageOf("event-priced", None, PRICED),
    PageOf("event-danish", None, DANISH),
    PageOf("event-no-dates", None, "/events/working-in-a-political-environment"),
    PageOf("event-lapsed", LAPSED, OWN),
    PageOf("protocols", None, "/protocols"),
    PageOf("protocol", None, "/protocols/room-confidentiality"),
    PageOf("not-found", None, "/nothing-here"),
    PageOf("sign-in", None, "/sign-in"),
    PageOf("sign-in-password", None, "/sign-in/password"),
    PageOf("sign-in-link-refused", None, "/sign-in/link/not-a-link"),
    PageOf("mailbox", None, "/demonstration/mailbox"),
    PageOf("register", OFFICER, f"{OWN}/register"),
    PageOf("register-priced", OFFICER, f"{PRICED}/register"),
    PageOf("register-full", OFFICER, f"{FULL}/register"),
    PageOf("acknowledge", OFFICER, f"{OWN}/acknowledge"),
    PageOf("my-exchanges", OFFICER, "/my-exchanges"),
    PageOf("takeaways", OFFICER, "/my-exchanges", LINES),
    PageOf("takeaways-hold-back", OFFICER, "/my-exchanges", f"{LINES} > Hold back"),
    PageOf("takeaways-choose", OFFICER, "/my-exchanges", f"{LINES} > Choose lines"),
    PageOf("takeaways-reword", FACILITATOR, "/my-exchanges", f"{LINES} > Propose other words"),
    PageOf("notes-of-rooms", OFFICER, ENDED, "Notes of the rooms"),
    PageOf("notes", OFFICER, ENDED, "Notes of the rooms > Read"),
    PageOf("harvest", OFFICER, f"{PAST}/harvest"),
    PageOf("harvests", OFFICER, "/harvest"),
    PageOf("harvests-none", OFFICER, "/harvest?q=nothing+matches+this"),
    PageOf("my-actions", OFFICER, "/my-actions"),
    PageOf("my-actions-none", IN_GRACE, "/my-actions"),
    PageOf("my-action", POLICY, "/my-actions?show=done", "Change"),
    PageOf("my-action-delete", OFFICER, "/my-actions", "Change > Delete"),
    PageOf("my-quotation-new", POLICY, "/my-actions?show=done", "Change > Let the network quote"),
    PageOf("my-quotations", POLICY, "/my-quotations"),
    PageOf("my-quotations-none", OFFICER, "/my-quotations"),
    PageOf("my-contacts", OFFICER, "/my-contacts"),
    PageOf("my-contacts-none", IN_GRACE, "/my-contacts"),
    PageOf("my-card", OFFICER, "/my-contacts/card"),
    PageOf("my-card-withdraw", OFFICER, "/my-contacts", "Withdraw your card"),
    PageOf("my-attendance", OFFICER, "/my-exchanges/attendance"),
    PageOf("account", OFFICER, "/account"),
    PageOf("account-profile", OFFICER, "/account/profile"),
    PageOf("account-password", OFFICER, "/account/password"),
    PageOf("account-token", OFFICER, "/account/tokens/new"),
    PageOf("registration", IN_GRACE, f"{LIVE}/registration"),
    PageOf("case", IN_GRACE, f"{LIVE}/case"),
    PageOf("cases-listed", IN_GRACE, f"{LIVE}/cases"),
    PageOf("staff-organisations", STAFF, "/staff/organisations"),
    PageOf("staff-organisation", STAFF, NORTHMERE, "Northmere"),
    PageOf("staff-term-new", STAFF, NORTHMERE, "Northmere > Add a membership"),
    PageOf("staff-suspend", STAFF, NORTHMERE, "Northmere > Suspend the membership"),
    PageOf("staff-affiliate", STAFF, NORTHMERE, "Northmere > Add a person"),
    PageOf("staff-suspended", STAFF, STONEBRIDGE, "Stonebridge"),
    PageOf("staff-reinstate", STAFF, STONEBRIDGE, "Stonebridge > Reinstate"),
    PageOf("staff-organisation-new", STAFF, "/staff/organisations/new"),
    PageOf("staff-people", STAFF, "/staff/people"),
    PageOf("staff-person", STAFF, MORGAN, "Morgan"),
    PageOf("staff-affiliation-end", STAFF, MORGAN, "Morgan > End"),
    PageOf("staff-deactivate", STAFF, MORGAN, "Morgan > Close this account"),
    PageOf("staff-network", STAFF, "/staff/network"),
    PageOf("staff-network-edit", STAFF, "/staff/network/edit"),
    PageOf("staff-events", STAFF, "/staff/events"),
    PageOf("staff-event", STAFF, "/staff" + OWN),
    PageOf("staff-event-new", STAFF, "/staff/events/new"),
    PageOf("staff-event-edit", STAFF, f"/staff{OWN}/edit"),
    PageOf("staff-event-withdraw", STAFF, f"/staff{OWN}/withdraw"),
    PageOf("staff-event-quotations", STAFF, f"/staff{PAST}/quotations"),
    PageOf("staff-harvest", STAFF, f"/staff{PAST}/harvest"),
    PageOf("staff-harvest-none", STAFF, f"/staff{OWN}/harvest"),
    PageOf("staff-event-facilitators", STAFF, f"/staff{OWN}/facilitators"),
    PageOf("staff-retention", STAFF, f"/staff{OWN}/retention"),
    PageOf("staff-hold-new", STAFF, f"/staff{OWN}/holds/new"),
    PageOf("staff-disclosure-new", STAFF, f"/staff{OWN}/disclosures/new"),
    PageOf("staff-disclosures", STAFF, "/staff/disclosures"),
    PageOf("staff-forgotten", STAFF, f"{OWN}/forgotten"),
    PageOf("staff-retention-defaults", STAFF, "/staff/retention"),
    PageOf("staff-registrations", STAFF, f"/staff{FULL}/registrations"),
    PageOf("staff-registration-cancel", STAFF, f"/staff{FULL}/registrations", "Cancel"),
    PageOf("staff-registration-new", STAFF, f"/staff{FULL}/registrations/new"),
    PageOf("staff-attendance", STAFF, f"/staff{FULL}/attendance"),
    PageOf("staff-attendance-correct", STAFF, f"/staff{FULL}/attendance", "Correct"),
    PageOf("staff-protocol-new", STAFF, "/staff/protocols/room-confidentiality/new-version"),
    PageOf("staff-audit", STAFF, "/staff/audit"),
    PageOf("room-refused", LAPSED, LIVE),
    PageOf("sheet", FACILITATOR, LIVE, "Plan the run sheet"),
    PageOf("rehearsal", FACILITATOR, LIVE, "Plan the run sheet > Rehearse"),
    PageOf("sheet-circle", FACILITATOR, FULL, "Plan the run sheet"),
    PageOf(
        "sheet-step-by-case", FACILITATOR, FULL, "Plan the run sheet > Edit: What you will change"
    ),
    PageOf("sheet-step-new", FACILITATOR, FULL, "Plan the run sheet > Add a step > Breakout"),
    PageOf("sheet-cases", FACILITATOR, FULL, "Plan the run sheet > Choose cases"),
    PageOf("sheet-lists", FACILITATOR, FULL, "Plan the run sheet > Who sits with whom"),
    PageOf("sheet-meetings", FACILITATOR, FULL, "Plan the run sheet > Whom people will meet"),
    PageOf("cases", FACILITATOR, FULL, "Cases of this event"),
    PageOf("methods", FACILITATOR, "/methods"),
    PageOf("dilemmas", FACILITATOR, "/dilemmas"),
    PageOf("staff-dilemmas", STAFF, "/dilemmas"),
    PageOf("staff-dilemma", STAFF, "/dilemmas", "Edit"),
    PageOf("staff-dilemma-new", STAFF, "/dilemmas/new"),
    PageOf("staff-sheet-empty", STAFF, OWN, "Plan the run sheet"),
    PageOf("console", FACILITATOR, LIVE, "Enter the room", ".line--connected"),
)
