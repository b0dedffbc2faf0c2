import pytest

from lockscan.texts.kinds import TextKind, kind_of

READ = {
    ".env": TextKind.ENVIRONMENT,
    ".env.example": TextKind.ENVIRONMENT,
    "deploy/prod.env": TextKind.ENVIRONMENT,
    ".envrc": TextKind.ENVIRONMENT,
    "docker-compose.yml": TextKind.YAML,
    ".github/workflows/test.yaml": TextKind.YAML,
    "chart/values.yaml.j2": TextKind.YAML,
    "config.yaml.example": TextKind.YAML,
    "settings.json": TextKind.JSON,
    "settings.toml": TextKind.TOML,
    "app.ini": TextKind.INI,
    "app.cfg": TextKind.INI,
    "Dockerfile": TextKind.DOCKERFILE,
    "Dockerfile.dev": TextKind.DOCKERFILE,
    "web.dockerfile": TextKind.DOCKERFILE,
    "run.sh": TextKind.SHELL,
    "chat.jinja": TextKind.PROMPT,
    "chat.j2": TextKind.PROMPT,
    "answer.prompty": TextKind.PROMPT,
    "app/prompts/de/answer.md": TextKind.PROMPT,
    "templates/answer.txt": TextKind.PROMPT,
}
LEFT = (
    "package-lock.json",
    "pnpm-lock.yaml",
    "poetry.lock",
    "uv.lock",
    "package.json",
    "lib.min.json",
    "tokenizer.json",
    "app/translations/de.json",
    "locales/de/app.yaml",
    "tests/cassettes/answer.yaml",
    "README.md",
    "docs/prompt.md",
    "notes.txt",
    "environment.py",
    "data.csv",
    "answers.jsonl",
    "lockscan.toml",
    "Makefile",
    "bash",
    "bin/prompt",
    "env/pyvenv.cfg",
)


@pytest.mark.parametrize(("path", "kind"), READ.items())
def test_texts_are_told_by_name_and_folder(path: str, kind: TextKind) -> None:
    folder, _, name = path.rpartition("/")
    assert kind_of(name, folder) is kind


@pytest.mark.parametrize("path", LEFT)
def test_what_programs_write_and_people_read_is_left_out(path: str) -> None:
    folder, _, name = path.rpartition("/")
    assert kind_of(name, folder) is None
