"""A person's browser without scripts: it sends forms, and remembers what it met."""

import re

import requests

from tests.faults.conftest import Member
from tests.support.server import Server

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Window:
    """One person at one server. `met` holds every address and title that came by."""

    def __init__(self, server: Server, member: Member) -> None:
        self._base, self._web = server.base_url, requests.Session()
        self._web.cookies.set("exchange", member.cookie, domain="127.0.0.1")
        self.who = member.person.name
        self.met: list[str] = []
        token = TOKEN.search(self.look("/my-actions"))
        assert token
        self._token = token[1]

    def read(self, path: str) -> bytes:
        """What is answered at `path`, whatever it is."""
        answer = self._web.get(self._base + path, timeout=10)
        return self._remembered(answer).content

    def look(self, path: str) -> str:
        """The page at `path`, which is there."""
        answer = self._remembered(self._web.get(self._base + path, timeout=10))
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def send(self, path: str, *, status: int = 303, **form: str | list[str]) -> str:
        """Send a form, which is answered with `status`; returns the page that it is answered by."""
        data = {"csrf_token": self._token, **form}
        url = self._base + path
        answer = self._web.post(url, data=data, timeout=10, allow_redirects=False)
        assert answer.status_code == status, (path, answer.status_code)
        return self._remembered(answer).text

    def _remembered(self, answer: requests.Response) -> requests.Response:
        for each in (*answer.history, answer):
            self.met += [each.url, str(each.headers)]
        self.met += TITLE.findall(answer.text) if "html" in answer.headers["Content-Type"] else []
        return answer
