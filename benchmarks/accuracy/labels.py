"""The labels of a type checker, and the findings of a SARIF log, in the terms in which the two are compared."""

import gzip
import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tomli

# A vendor on a line of a file.
Place = tuple[str, int, str]

KINDS = ("call", "except", "base", "annotation", "decorator")
"""Kinds of labels that have to be found; imports and reads may be."""

FINDINGS = frozenset({"import", "construct", "call", "exception", "annotation", "subclass", "decorator"})
"""Kinds of findings that labels can judge; literals, shapes, arguments and reads have none."""

APART = ("neutral", "local", "dynamic", "request")
"""Beginnings of the kinds that no label speaks of, though they stand for one that labels can judge."""

# Distributions, packages and ids of one company count as one family.
_FAMILIES = {
    "aws": "boto3 botocore bedrock aws amazon aws-bedrock amazon-bedrock aioboto3 aiobotocore aws.bedrock "
    "aws.sagemaker-runtime",
    "gcp": "gcp google-cloud google-auth google-api-core google-api-python-client",
    "google": "google google-ai-generativelanguage google-genai google-generativeai google-cloud-aiplatform vertexai "
    "vertex vertex-ai gemini "
    "google-ai google.genai google.generativeai gcp.gen-ai gcp.gemini gcp.generativeai-legacy gcp.vertex-ai",
    "openai": "openai azure-openai azureopenai azure.ai.openai",
    "anthropic": "anthropic claude",
    "huggingface": "huggingface huggingface-hub",
    "mistral": "mistral mistralai mistral-ai",
    "qdrant": "qdrant qdrant-client",
    "together": "together togetherai",
    "weaviate": "weaviate weaviate-client",
    "xai": "xai-sdk x-ai",
}
_FAMILY = {name: family for family, names in _FAMILIES.items() for name in names.split()}
_STUBS_OF_AWS = ("mypy-boto3", "types-boto3", "types-aioboto", "boto3-stubs", "botocore-stubs")
_PRODUCT = ("-client", "-sdk", "-ai")


def family(name: str) -> str:
    """Return whose a distribution or a vendor's id is."""
    name = name.strip().lower().replace("_", "-")
    if name in _FAMILY:
        return _FAMILY[name]
    if name.startswith("azure"):
        return "azure"
    if name.startswith(_STUBS_OF_AWS):
        return "aws"
    if name.startswith("speechmatics-"):
        # One distribution for each of its services.
        return "speechmatics"
    suffix = next((suffix for suffix in _PRODUCT if name.endswith(suffix)), "")
    return name.removesuffix(suffix)


@dataclass(frozen=True, slots=True)
class Label:
    """One use of an SDK that the type checker resolved, on all of its ``lines``.

    ``must`` when it has to be found: a call, exception, base, annotation or decorator, resolved for certain, and no
    method or construction of mere data. ``crosses`` when the file of the call imports no vendor. An ``unjudged`` one is
    a call that the checker saw and could not type.
    """

    path: str
    line: int
    lines: range
    kind: str
    family: str
    name: str
    must: bool
    crosses: bool
    group: str

    @property
    def unjudged(self) -> bool:
        """Whether nobody knows whose the call is."""
        return self.kind == "unjudged"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding; ``apart`` names why the labels cannot judge it, if they cannot."""

    path: str
    line: int
    rule: str
    kind: str
    family: str
    confidence: str
    text: str
    apart: str = ""


DIRECTORIES = ("labels", "labels-made")
"""Where labels stand: those that the benchmark came with, and those that ``make_labels.py`` made."""


def read_labels(directory: Path, package: str, groups: frozenset[str]) -> list[Label]:
    """Return all labels of one package; those of other ``groups`` of SDKs need not be found."""
    paths = [directory / name / f"{package}.jsonl.gz" for name in DIRECTORIES]
    present = [path for path in paths if path.is_file()]
    if not present:
        raise FileNotFoundError(f"{package} has no labels in {directory}")
    return [_label(json.loads(line), groups) for path in present for line in _lines(path)]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from stream


def _label(row: dict[str, object], groups: frozenset[str]) -> Label:
    kind, line = str(row["kind"]), int(str(row["line"]))
    name_line = int(str(row.get("name_line", line)))
    must = kind in KINDS and not row.get("weak") and not row.get("data") and row["group"] in groups
    ends = [line, name_line, int(str(row.get("end_line", line)))]
    return Label(
        path=str(row["path"]),
        line=line,
        lines=range(min(ends), max(ends) + 1),
        kind=kind,
        family=family(str(row.get("sdk", ""))),
        name=str(row.get("name", "")),
        must=must,
        crosses=bool(row.get("crosses")),
        group=str(row.get("group", "")),
    )


def read_confirmed(path: Path, package: str) -> frozenset[Place]:
    """Return where a person has read the code of a package and found a vendor used that the labels miss."""
    rows = tomli.loads(path.read_text(encoding="utf-8"))["confirmed"]
    return frozenset(
        (row["path"], line, row["family"]) for row in rows if row["package"] == package for line in row["lines"]
    )


def read_findings(path: Path, labelled: frozenset[str], confirmed: frozenset[Place] = frozenset()) -> list[Found]:
    """Return the findings of a SARIF log; ``labelled`` are the families that any label speaks of."""
    found = []
    for run in json.loads(path.read_text(encoding="utf-8"))["runs"]:
        for result in run.get("results", ()):
            properties = result.get("properties", {})
            accepted = any(s.get("status", "accepted") == "accepted" for s in result.get("suppressions", ()))
            kind = str(properties.get("kind", ""))
            apart = kind.partition("-")[0] if kind.partition("-")[0] in APART else ""
            if accepted or not (apart or kind in FINDINGS):
                continue
            place = result["locations"][0]["physicalLocation"]
            whose = family(properties.get("distribution") or properties.get("vendor", ""))
            path = posixpath.normpath(unquote(urlsplit(place["artifactLocation"]["uri"]).path))
            line = place["region"]["startLine"]
            if not apart and whose not in labelled:
                apart = "unlabelled"
            if not apart and (path, line, whose) in confirmed:
                apart = "confirmed"
            found.append(
                Found(
                    path=path,
                    line=line,
                    rule=result["ruleId"],
                    kind=kind,
                    family=whose,
                    confidence=properties.get("confidence", ""),
                    text=result["message"]["text"],
                    apart=apart,
                )
            )
    return found
