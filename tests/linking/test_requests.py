from textwrap import dedent

import pytest

from lockscan.linking.requests import may_send
from lockscan.model.program import Endpoint, Reference, ReferenceKind
from tests.linking.programs import linked, references


def requested(files: dict[str, str]) -> list[Reference]:
    return [one for one in references(linked(files)) if one.kind is ReferenceKind.REQUEST]


def addresses(source: str) -> list[str]:
    """Return the addresses that the requests of a program go to, with ``?`` where they may come from elsewhere."""
    code = "import os, requests, httpx, aiohttp, http.client, urllib.request, urllib.parse\n" + dedent(source)
    return [one.path + "?" * (one.endpoint is Endpoint.CONFIGURED) for one in requested({"a.py": code})]


PROGRAMS = {
    "a literal": ('requests.post("https://a.example/x")', ["https://a.example/x"]),
    "by keyword": ('httpx.post(url="https://a.example")', ["https://a.example"]),
    "behind the method": ('requests.request("GET", "https://a.example/x")', ["https://a.example/x"]),
    "a constant": ('A = "https://a.example"\ndef f():\n    requests.get(A)', ["https://a.example"]),
    "one of two": (
        'A = "https://a.example"\nif x:\n    A = "https://b.example"\nrequests.get(A)',
        ["https://a.example", "https://b.example"],
    ),
    "an f-string": ('A = "https://a.example"\nrequests.get(f"{A}/x/{y}")', ["https://a.example/x/{}"]),
    "f-strings in each other": (
        'A = "a.example"\nB = f"https://{A}/v1"\nC = f"{B}/chat"\nrequests.get(C)',
        ["https://a.example/v1/chat"],
    ),
    "a sum": ('A = "https://a.example"\nrequests.get(A + "/x" + "/" + y)', ["https://a.example/x/{}"]),
    "percent": ('requests.get("https://%s/%s" % ("a.example", y))', ["https://a.example/{}"]),
    "format": (
        'requests.get("https://{h}/{}/{1}".format("x", y, h="a.example"))',
        ["https://a.example/x/{}"],
    ),
    "methods of texts": ('A = "https://a.example/"\nrequests.get(A.rstrip("/") + "/x")', ["https://a.example/x"]),
    "join": ('requests.get("/".join(["https://a.example", "x"]))', ["https://a.example/x"]),
    "urljoin": (
        'requests.get(urllib.parse.urljoin("https://a.example/", "x"))',
        ["https://a.example/x"],
    ),
    "configured": (
        'A = os.getenv("A", "https://a.example")\nrequests.get(A)\nrequests.get(f"{A}/x")',
        ["https://a.example?", "https://a.example/x?"],
    ),
    "a client's base": (
        'c = httpx.Client(base_url="https://a.example/v1")\nc.post("/x")\nc.get("https://b.example")\nc.get(y)',
        ["https://a.example/v1/x", "https://b.example", "https://a.example/v1/{}"],
    ),
    "a session's base": (
        'async def f():\n    async with aiohttp.ClientSession("https://a.example") as s:\n        await s.get("/x")',
        ["https://a.example/x"],
    ),
    "a connection": (
        'c = http.client.HTTPSConnection("a.example")\nc.request("POST", "/x")',
        ["https://a.example/x"],
    ),
    "urllib": (
        'r = urllib.request.Request("https://a.example")\nurllib.request.urlopen(r)',
        ["https://a.example"],
    ),
    "a parameter": (
        'def f(url):\n    return requests.get(url)\nf("https://a.example")',
        ["https://a.example"],
    ),
    "a table": ('T = {"a": "https://a.example"}\nrequests.get(T["a"] + "/x")', ["https://a.example/x"]),
    "a text that grows": (
        'u = "https://a.example"\nfor x in y:\n    u = u + "/x"\n',
        [],
    ),
    "something unknown": ('def f(s):\n    s.post("https://a.example")', ["https://a.example"]),
    "something unknown that may be a dict": ('def f(s):\n    s.get("https://a.example")', []),
    "the project's own": ('class A:\n    def post(self, x): ...\nA().post("https://a.example")', []),
    "a mock": ('import responses\nresponses.post("https://a.example")', []),
    "no request": ('print("https://a.example")\nrequests.utils.quote("https://a.example")', []),
    "what is sent": ('requests.post("/x", "https://a.example", json={"url": "https://b.example"})', []),
    "no address": ("requests.get(y)\nrequests.get('x')\nrequests.get('https://[x')", []),
}


@pytest.mark.parametrize(("source", "found"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_addresses(source: str, found: list[str]) -> None:
    assert addresses(source) == found


def test_across_modules() -> None:
    files = {
        "hosts.py": 'A = "https://a.example"\nCHAT = f"{A}/chat"\n',
        "send.py": "import requests\n\ndef send(url):\n    return requests.post(url)\n",
        "use.py": "from hosts import CHAT\nfrom send import send\n\nsend(CHAT)\n",
    }
    assert [(one.location.path, one.path) for one in requested(files)] == [("send.py", "https://a.example/chat")]


def test_what_sends_is_sure_or_only_named_so() -> None:
    source = 'import requests\nrequests.post("https://a.example")\ndef f(s):\n    s.post("https://b.example")\n'
    assert {(one.path, one.mixed) for one in requested({"a.py": source})} == {
        ("https://a.example", False),
        ("https://b.example", True),
    }


@pytest.mark.parametrize(
    ("data", "may"), [(b"s.post (x)", True), (b"urlopen(x)", True), (b"poster(x)", False), (b"post", False)]
)
def test_files_without_such_calls_send_nothing(data: bytes, may: bool) -> None:
    assert may_send(data) is may
