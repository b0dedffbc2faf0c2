"""Credentials taken out of texts, before anything of these is kept or shown.

A masked text has the length of the one before, so that places in it stay what they are, and only letters in place of
what it had, so that code stays code. What is masked already stays as it is.
"""

import re
from collections.abc import Iterator

MASK = "X"

# Behind a letter there is no key, unless the letter belongs to an escape such as \n.
_START = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrtfv]))"
# Keys that are known by their form: texts of which one must be there, how a key begins, and what follows.
_FORMS = tuple(
    (needles, re.compile(f"{'' if head.startswith('[?&]') else _START}{head}(?P<value>{rest})"))
    for needles, head, rest in (
        (("sk-",), r"sk-(?:proj-|svcacct-|admin-|ant-|or-v1-|lf-)?(?=[\w-]{0,200}[0-9A-Z]|[a-z]{20})", r"[\w-]{16,}"),
        (("hf_",), r"hf_", r"[\w-]{20,}"),
        (("gsk_",), r"gsk_", r"[\w-]{20,}"),
        (("AIza",), r"AIza", r"[\w-]{30,}"),
        (("AKIA", "ASIA"), r"A[KS]IA", r"[0-9A-Z]{16}(?![0-9A-Za-z])"),
        (("pk-lf-", "pplx-", "xai-", "csk-", "nvapi-"), r"(?:pk-lf|pplx|xai|csk|nvapi)-", r"[\w-]{20,}"),
        (("r8_", "fw_", "pcsk_", "tgp_v1_", "lsv2_"), r"(?:r8|fw|pcsk|tgp_v1|lsv2_(?:pt|sk))_", r"[\w-]{20,}"),
        (("ghp_", "gho_", "ghs_", "ghu_", "github_pat_"), r"(?:gh[posu]|github_pat)_", r"[\w-]{16,}"),
        (("eyJ",), r"eyJ", r"[\w-]{10,2000}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
        (("earer", "EARER"), r"(?i:bearer\s{1,8})(?=[^\s\"']{0,40}\d)", r"[\w.~+/=-]{12,}"),
        (("key=", "token="), r"[?&](?i:(?:api|access|auth)?[_-]?(?:key|token))=", r"[\w.~+-]{8,}"),
        (("_KEY=", "_TOKEN=", "_SECRET="), r"[A-Z0-9_]{0,60}_(?:KEY|TOKEN|SECRET)=(?=\w{0,40}\d)",
         r"[\w-]{16,}(?![\w.(\[])"),
    )
)  # fmt: skip

# Where a name of a credential may end, in lower case: there are few such places, and all else is looked at from there.
_NAMES_END = re.compile(r"(?:key|token|secret|password|passwd)s?(?:[_-]?id)?(?=[\"']?\s{0,8}\]?\s{0,8}[:=,])")
_OWNERS = (
    "api|secret|access|auth|bearer|private|subscription|client|openai|anthropic|claude|gemini|google|mistral|cohere|hf"
    "|groq|huggingface|pinecone|azure|bedrock|aws|together|replicate|voyage|xai|deepseek|perplexity|langsmith|langfuse"
)
_NAME = re.compile(
    rf"(?:(?<![a-z])(?:{_OWNERS})[_-]?(?:[a-z0-9]{{1,20}}[_-]?){{0,2}}?(?:key|token|secret)|passw(?:or)?d)s?(?:[_-]?id)?$"
)
_LONGEST_NAME = 80
_LITERAL = r"\s{0,40}[rRuUbBfF]{0,2}(?P<quote>\"\"\"|'''|\"|')(?P<value>(?:(?!(?P=quote))[^\s\\]|\\\S){8,}?)(?P=quote)"
# `api_key="…"`, `"api_key": "…"`, `x["api_key"] = "…"`, `api_key: str = Secret("…")`; and `getenv("API_KEY", "…")`.
_GIVEN = re.compile(
    rf"[\"']?\s{{0,8}}\]?\s{{0,8}}(?::[^=\n\"'#]{{1,40}}=|[:=])\s{{0,40}}(?:[\w.]{{1,40}}\()?{_LITERAL}"
)
_DEFAULT = re.compile(rf"[\"']\s{{0,8}},{_LITERAL}")
_NEXT = re.compile(_LITERAL)
_ASKED = re.compile(r"(?:get|getenv|setdefault|setenv)\(\s{0,40}[\"'][\w-]*$")

_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

# In files of settings, whatever stands behind such a name.
_SETTING = re.compile(
    r"(?:(?<=[_.-])(?i:key|token)|(?<=[a-z])(?:Key|Token|Secret|Password)|(?<![A-Za-z])(?i:secret|password|passwd))"
    r"[\"']?[ \t]{0,80}[:=][ \t]{0,80}[\"']?(?P<value>[^\s\"'#,;&]{6,})"
)
_SETTING_BELOW = re.compile(
    r"\w(?:KEY|TOKEN|SECRET|PASSWORD)[\"']?(?:[ \t]{0,80}\n[ \t]{0,80}value:[ \t]{0,80}|[ \t]{1,80})[\"']?"
    r"(?P<value>[^\s\"'#,;&=]{6,})"
)
# What stands where a key would, and is none: a name of a variable, or something to be filled in.
_REFERENCE = re.compile(
    r"[$<{!%&*\[]|os\.environ|secrets?\.|env[.:/]|https?://|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$"
    r"|[A-Za-z_-]*(?i:key|token|secret|password)s?$"
)


def mask(text: str) -> str:
    """Return the text of a program with the credentials in it masked."""
    for needles, form in _FORMS:
        if any(needle in text for needle in needles):
            text = form.sub(_replaced, text)
    return _with_covered(text, _named(text))


def mask_settings(text: str) -> str:
    """Return the text of a file of settings, where values need no quotes, with the credentials in it masked."""
    text = _SETTING.sub(_covered, mask(text))
    return _SETTING_BELOW.sub(_covered, text)


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Yield the literals that are given to something with a credential's name."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text.translate(_ASCII_LOWER)
    for end in _NAMES_END.finditer(lowered):
        before = lowered[max(0, end.start() - _LONGEST_NAME) : end.end()]
        if not _NAME.search(before):
            continue
        found = _GIVEN.match(text, end.end())
        if found is None and _ASKED.search(before):
            found = _DEFAULT.match(text, end.end())
        if found is not None and not _REFERENCE.match(found["value"]):
            while found is not None:
                yield found.span("value")
                # A literal may go on in the next one.
                found = _NEXT.match(text, found.end())


def _with_covered(text: str, spans: Iterator[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], MASK * (end - start)]
            at = end
    return "".join((*parts, text[at:])) if parts else text


def _covered(match: re.Match[str]) -> str:
    return match[0] if _REFERENCE.match(match["value"]) else _replaced(match)


def _replaced(match: re.Match[str]) -> str:
    start, end = (place - match.start() for place in match.span("value"))
    return match[0][:start] + MASK * (end - start) + match[0][end:]
