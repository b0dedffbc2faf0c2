import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockscan.masking import mask, mask_settings

PROGRAMS = {
    'x = "sk-proj-abcDEF123456789012345"': 'x = "sk-proj-XXXXXXXXXXXXXXXXXXXXX"',
    "# old: sk-ant-api03-abcdefghij_klmn-op": "# old: sk-ant-XXXXXXXXXXXXXXXXXXXXXXXX",
    r'"key:\nsk-abcdefghij1234567890"': r'"key:\nsk-XXXXXXXXXXXXXXXXXXXX"',
    f'"AIza{"a1" * 17}Z"': f'"AIza{"X" * 35}"',
    f'"hf_{"aB" * 15}", "gsk_{"aB3" * 10}"': f'"hf_{"X" * 30}", "gsk_{"X" * 30}"',
    '"AKIAIOSFODNN7EXAMPLE"': '"AKIAXXXXXXXXXXXXXXXX"',
    'api_key="a-secret-of-ours"': 'api_key="XXXXXXXXXXXXXXXX"',
    "{'api_key': 'abcdefgh'}": "{'api_key': 'XXXXXXXX'}",
    'os.environ["COHERE_API_KEY"] = "abcdefgh"': 'os.environ["COHERE_API_KEY"] = "XXXXXXXX"',
    'os.getenv("OPENAI_API_KEY", "abcdefgh")': 'os.getenv("OPENAI_API_KEY", "XXXXXXXX")',
    'api_key: str | None = "abcdefgh"': 'api_key: str | None = "XXXXXXXX"',
    'api_key=SecretStr("abcdefgh")': 'api_key=SecretStr("XXXXXXXX")',
    'password = """abcdefgh"""': 'password = """XXXXXXXX"""',
    '"Authorization": "Bearer abcdef012345"': '"Authorization": "Bearer XXXXXXXXXXXX"',
    '"https://a.example/?key=abcdefgh&x=1"': '"https://a.example/?key=XXXXXXXX&x=1"',
    "# OPENAI_API_KEY=abcdef0123456789": "# OPENAI_API_KEY=XXXXXXXXXXXXXXXX",
    'İ = 1; api_key = "abcdefgh"': 'İ = 1; api_key = "XXXXXXXX"',
}
LEFT_ALONE = (
    'model = "claude-3-5-sonnet-20241022"',
    'api_key = os.environ["OPENAI_API_KEY"]',
    '{"api_key": "OPENAI_API_KEY", "base_url": "https://llm.example"}',
    '["api_key", "base_url_of_it"]',
    "api_key = conf.openai_key_of_version_2",
    'api_key="",base_url="https://llm.example"',
    'api_key=f"{prefix}-{suffix}-abcdefgh"',
    'api_key="${OPENAI_API_KEY}"',
    'api_version="2024-02-15-preview"',
    'eos_token = "<|im_end|>"',
    "task-something-of-version-2-named",
    'bearer = "bearer authentication"',
    'tokenizer="claude-tokenizer-name"',
    "AKIAIOSFODNN7EXAMPLES",
)
SETTINGS = {
    "OPENAI_API_KEY=abcdefgh # ours": "OPENAI_API_KEY=XXXXXXXX # ours",
    'export HF_TOKEN="abcdefgh"': 'export HF_TOKEN="XXXXXXXX"',
    "  apiKey: abcdefgh": "  apiKey: XXXXXXXX",
    '{"db_password": "abcdefgh"}': '{"db_password": "XXXXXXXX"}',
    "- name: OPENAI_API_KEY\n  value: abcdefgh": "- name: OPENAI_API_KEY\n  value: XXXXXXXX",
    "ENV MISTRAL_API_KEY abcdefgh": "ENV MISTRAL_API_KEY XXXXXXXX",
}
SETTINGS_LEFT_ALONE = (
    "api_key: ${OPENAI_API_KEY}",
    "api_key: os.environ/OPENAI_API_KEY",
    "apiKey: {{ .Values.key }}",
    "OPENAI_API_KEY=OTHER_API_KEY",
    "OPENAI_API_KEY=<your key>",
    "OPENAI_MODEL=gpt-4o-2024-08-06",
    "monkey: a-small-animal",
)


@pytest.mark.parametrize(("text", "masked"), PROGRAMS.items())
def test_credentials_in_programs_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_credential_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(("text", "masked"), SETTINGS.items())
def test_settings_need_no_quotes(text: str, masked: str) -> None:
    assert mask_settings(text) == masked


@pytest.mark.parametrize("text", SETTINGS_LEFT_ALONE)
def test_settings_that_name_a_credential_stay(text: str) -> None:
    assert mask_settings(text) == text


PIECES = st.lists(
    st.sampled_from([*PROGRAMS, *SETTINGS, *LEFT_ALONE, "sk-", "AKIA", "api_key", "=", '"', "'", ":", "\n", " ", "\\"])
    | st.text(max_size=5)
).map("".join)


@given(PIECES)
def test_lengths_stay_and_masking_twice_changes_nothing(text: str) -> None:
    for masking in (mask, mask_settings):
        masked = masking(text)
        assert len(masked) == len(text)
        assert [place for place, (old, new) in enumerate(zip(text, masked, strict=True)) if new not in (old, "X")] == []
        assert masking(masked) == masked


@given(PIECES)
def test_lines_stay(text: str) -> None:
    assert [place for place, one in enumerate(mask_settings(text)) if one == "\n"] == [
        place for place, one in enumerate(text) if one == "\n"
    ]
