"""Documents for the tests of decoding."""

import tomli

from lockscan.decoding.document import Document

VENDOR = """\
[vendor]
id = "acme"
name = "Acme"
category = "model-api"
distributions = ["pkg:pypi/acme-ai"]
hosts = ["api.acme.example", "*.acme.example"]

[vendor.roots]
"acme" = "acme-ai"
"""

HOSTLESS = VENDOR.replace('["api.acme.example", "*.acme.example"]', "[]")
"""The vendor without addresses, so that its pack implies no rule for requests to them."""

RULE = """\
[[rule]]
id = "acme-chat"
title = "Chat call"
message = "calls Acme"
capability = "chat"
severity = "low"
confidence = "high"
effort = 1
remediation = "Use another."
[rule.match]
kind = "call"
paths = ["acme.Acme().chat.{ask,tell}()"]
[[rule.example]]
match = true
code = '''
import acme
acme.Acme().chat.ask()
'''
[[rule.example]]
match = false
note = "another package"
code = '''
import acne
[[rule]]
'''
"""

CAPABILITY = """\
[[capability]]
id = "chat"
title = "Chat"
portability = "adapt"
equivalent = "Another."
"""


def document(text: str, name: str = "acme.toml") -> Document:
    """Return the document of a TOML text."""
    return Document(name, text, tomli.loads(text))
