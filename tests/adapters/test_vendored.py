import pytest

from lockscan.adapters.vendored import copies

ROOTS = ("openai", "google.genai", "agents")


@pytest.mark.parametrize(
    ("paths", "copied"),
    [
        (["app/_vendor/openai/__init__.py", "app/_vendor/openai/_version.py"], [0, 1]),
        (["third_party/google/genai/version.py", "third_party/google/genai/models/chat.py"], [0, 1]),
        (["vendor/openai/version.py", "vendor/openai/data/models.json", "vendor/notes.py"], [0, 1]),
        # No folder for other people's code: the project is the SDK, or an adapter to it.
        (["src/openai/_version.py", "src/openai/chat.py"], []),
        (["app/vendors/openai/version.py"], []),
        # No release of its own.
        (["app/vendor/openai/__init__.py", "app/vendor/openai/client.py"], []),
        # No vendor's package.
        (["_vendor/requests/__version__.py", "_vendor/openai_tools/version.py"], []),
        (["_vendor/lib/openai/version.py"], []),
    ],
)
def test_a_copy_is_named_like_an_sdk_stands_among_copies_and_has_a_version(paths: list[str], copied: list[int]) -> None:
    assert copies(paths, ROOTS) == {paths[at] for at in copied}
