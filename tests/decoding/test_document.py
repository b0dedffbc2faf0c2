from lockscan.decoding.document import lines_of


def test_headers_and_keys_have_lines_and_text_blocks_have_none() -> None:
    text = """\
top = 1
[a."b.c"]
'd' = 2
[[rule]]
[rule.match]
paths = [
  "x",
]
[[rule.example]]
code = '''
[[rule]]
key = 1
'''
[[rule]]
e.f = "''' not a block"
[[rule.example]]
"""
    assert lines_of(text) == {
        (): 1,
        ("top",): 1,
        ("a", "b.c"): 2,
        ("a", "b.c", "d"): 3,
        ("rule", 0): 4,
        ("rule", 0, "match"): 5,
        ("rule", 0, "match", "paths"): 6,
        ("rule", 0, "example", 0): 9,
        ("rule", 0, "example", 0, "code"): 10,
        ("rule", 1): 14,
        ("rule", 1, "e", "f"): 15,
        ("rule", 1, "example", 0): 16,
    }
