"""A scan from paths to report: the only place where the verbs meet."""

import os
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from pathlib import Path
from posixpath import commonpath, dirname
from typing import TYPE_CHECKING, NamedTuple

from lockscan.adapters.cache import Cache, cache_directory
from lockscan.adapters.files import discover, find_root
from lockscan.adapters.packs import PackSources, decode_packs, decode_rules, encode_rules, pack_stamp, read_packs
from lockscan.adapters.sources import Sources
from lockscan.adapters.vendored import copies
from lockscan.errors import DataError, UsageError
from lockscan.gate import Gate, Needles, import_lines, needles, silent
from lockscan.model.config import Config
from lockscan.model.source import SourceKind

if TYPE_CHECKING:
    from lockscan.linking.linker import Linker
    from lockscan.model.assessment import Assessment
    from lockscan.model.diagnostic import Diagnostic
    from lockscan.model.directive import Directive
    from lockscan.model.facts import FileFacts
    from lockscan.model.finding import Finding
    from lockscan.model.imports import ImportLine
    from lockscan.model.location import Location
    from lockscan.model.program import Program, Reference
    from lockscan.model.report import Report
    from lockscan.model.ruleset import RuleSet

_CODE = (SourceKind.PYTHON, SourceKind.NOTEBOOK)
_LONGEST_SNIPPET = 400


class ScanOptions(NamedTuple):
    """How to run: ``jobs`` processes (0 for as many as pay), the ``cache`` on, off or in a directory of one's own.

    Without the ``gate`` every file is parsed, which must change nothing but the time. ``progress`` is told how many of
    the files that need parsing are done.
    """

    config: Config = Config()
    jobs: int = 0
    cache: bool | Path = True
    gate: bool = True
    progress: Callable[[int, int], None] = lambda _done, _total: None


def scan(paths: tuple[Path, ...], options: ScanOptions | None = None, root: Path | None = None) -> "Report":
    """Scan files and directories. Raises a :class:`~lockscan.errors.LockscanError` for what the user has to mend.

    Where only files are named, they alone are reported; the files of the project that they import are read as well.
    """
    options = options or ScanOptions()
    root = find_root(paths) if root is None else root.resolve()
    own = tuple(root / pack for pack in options.config.rules)
    discovery = discover(root, paths, options.config)
    with Cache(_cache_directory(options, root)) as cache:
        sources = Sources(root, discovery, options.config)
        known, digest = _needles(own, cache)
        named = frozenset(sources.files) - copies(sources.files, known.roots)
        few = not any(path.is_dir() for path in paths)
        if few:
            _add_imported(sources)
        run = _Run(sources, known, cache, options, named)
        chosen = options.config.select or options.config.ignore
        quiet = few and all(
            file.kind is not SourceKind.TEXT and silent(sources.data(path), known)
            for path, file in sources.files.items()
        )
        if not chosen and options.gate and (quiet or not run.concerned()):
            # Nothing of a vendor anywhere: what follows would load a parser to find that out.
            return run.empty(digest)
        return run.cached(_rules(read_packs(own), cache))


def _cache_directory(options: ScanOptions, root: Path) -> Path | None:
    if isinstance(options.cache, Path):
        return options.cache
    return cache_directory(os.environ, root) if options.cache else None


@lru_cache(maxsize=1)
def _rules(packs: PackSources, cache: Cache) -> "RuleSet":
    compiled = cache.get_many("rules", (packs.digest,)).get(packs.digest)
    if compiled is not None:
        try:
            return decode_rules(compiled)
        except DataError:
            pass
    rules = decode_packs(packs)
    cache.put_many("rules", {packs.digest: encode_rules(rules)})
    return rules


def _needles(own: tuple[Path, ...], cache: Cache) -> tuple[Needles, str]:
    """What the rules look for, and the digest of their packs; if the cache knows it, without reading a pack."""
    stamp = pack_stamp(own)
    compiled = cache.get_many("needles", (stamp,)).get(stamp)
    if compiled is not None:
        digest, *lists = (tuple(words.split("\0")) for words in compiled.decode().split("\0\0"))
        roots, texts, capitals, shapes = lists
        return Needles(roots, texts, capitals, tuple(tuple(shape.split("\1")) for shape in shapes)), digest[0]
    packs = read_packs(own)
    found = needles(_rules(packs, cache))
    kept = ((packs.digest,), found.roots, found.texts, found.capitals, tuple(map("\1".join, found.shapes)))
    cache.put_many("needles", {stamp: "\0\0".join(map("\0".join, kept)).encode()})
    return found, packs.digest


def _selected(rules: "RuleSet", config: Config) -> frozenset[str]:
    """The ids of the rules that configuration and command line ask for; a word that fits none is a mistake."""
    for word in (*config.select, *config.ignore):
        if not any(rule.id.startswith(word) for rule in rules.rules):
            raise UsageError(f"no rule is called {word!r} or begins with it; `lockscan rules` lists them")
    return frozenset(
        rule.id
        for rule in rules.rules
        if (not config.select or rule.id.startswith(config.select)) and not rule.id.startswith(config.ignore or ("\0",))
    )


def known_target(rules: "RuleSet", config: Config) -> str:
    """The target that the configuration names, by its id or that of a vendor there; any other is a mistake."""
    known = [target.id for target in rules.targets]
    if config.target in known:
        return config.target
    there = [target.id for target in rules.targets if config.target in target.vendors]
    if not there:
        raise UsageError(f"no target is called {config.target!r}; known: {', '.join(known)}")
    return there[0]


def _add_imported(sources: Sources) -> None:
    from lockscan.adapters.following import follow  # noqa: PLC0415 - only for named files

    python = sources.of_kind(SourceKind.PYTHON)

    def imports(path: str) -> "tuple[ImportLine, ...]":
        sources.add((path,))
        return import_lines(sources.data(path))

    sources.add(follow(sources.root, python, imports))


class _Run:
    """One scan under way. What is heavy to import is imported by the step that needs it."""

    def __init__(
        self, sources: Sources, sought: Needles, cache: Cache, options: ScanOptions, named: frozenset[str]
    ) -> None:
        self.sources = sources
        self.sought = sought
        self.cache = cache
        self.options = options
        self.named = named
        self.lines: dict[str, frozenset[int]] = {}
        self.text_directives: dict[str, tuple[Directive, ...]] = {}
        self.failed: dict[str, Diagnostic] = {}
        self.selected: frozenset[str] = frozenset()
        # Whether something failed that may not fail again.
        self.fleeting = False

    @cached_property
    def gate(self) -> Gate:
        """The gate; building it takes as long as scanning a hundred small files."""
        return Gate(self.sought)

    def concerned(self) -> bool:
        """Whether any file may have something of a vendor's in it."""
        texts = frozenset(self.sources.of_kind(SourceKind.TEXT))
        others = (path for path in sorted(self.sources.files) if path not in texts)
        return any(self.gate.admits(self.sources.data(path)) for path in others) or bool(self._texts)

    def empty(self, digest: str) -> "Report":
        """The report of a project without a vendor in it."""
        from lockscan.model.report import Report, Statistics  # noqa: PLC0415
        from lockscan.model.ruleset import RuleSet  # noqa: PLC0415

        files, lines = self._size()
        statistics = Statistics(files=files, parsed=0, lines=lines)
        diagnostics = self._diagnostics(())
        return Report((), diagnostics, (), (), (), statistics, RuleSet((), (), (), (), digest))

    def cached(self, rules: "RuleSet") -> "Report":
        """The report, from the cache where nothing at all has changed."""
        from lockscan.adapters.reports import decode_report, encode_report, report_key  # noqa: PLC0415

        self.selected = _selected(rules, self.options.config)
        if self.options.cache is False:
            return self.report(rules)
        key = report_key(self.sources, rules, self.options.config, self.named, gated=self.options.gate)
        data = self.cache.get_many("report", (key,)).get(key)
        known = None if data is None else decode_report(data, rules)
        if known is None:
            known = self.report(rules)
            if not self.fleeting:
                self.cache.put_many("report", {key: encode_report(known)})
        return known

    def report(self, rules: "RuleSet") -> "Report":
        """Extract, link, match, triage, measure, assess, suggest."""
        from lockscan.graph import measure, reach  # noqa: PLC0415
        from lockscan.linking.demand import Demand  # noqa: PLC0415
        from lockscan.linking.interest import Interest  # noqa: PLC0415
        from lockscan.linking.linker import Linker  # noqa: PLC0415
        from lockscan.linking.modules import import_graph, project_calls  # noqa: PLC0415
        from lockscan.loading import Loader  # noqa: PLC0415
        from lockscan.matching import Prospects, compile_rules, match  # noqa: PLC0415
        from lockscan.model.program import Program  # noqa: PLC0415
        from lockscan.model.report import Report, Statistics  # noqa: PLC0415
        from lockscan.scoring import assess, changing, price  # noqa: PLC0415
        from lockscan.suggestions import suggest  # noqa: PLC0415
        from lockscan.triage import triage  # noqa: PLC0415

        code = self.sources.of_kind(*_CODE)
        loader = Loader(self.sources, self.cache, self.options.jobs, self.options.progress)
        interest = Interest.of(rules)
        imports = {path: import_lines(self.sources.data(path)) for path in code}
        first = _importing(imports, interest.covers) if self.options.gate else frozenset(code)
        # While workers parse, what needs no facts of a file is done here.
        with loader.begun(loader.contents(first)) as facts:
            compiled = compile_rules(rules)
            linker = Linker(code, interest, self._roots(code), Prospects(compiled))
            tests = frozenset(filter(self.sources.is_test, code))
            modules = import_graph(linker.layout, imports, tests)
            linker.load(facts())
        demand = Demand(modules, imports, first, self.sources.data)
        with loader.begun(loader.contents(demand.next(linker))) as facts:
            taken = project_calls(linker.layout, imports)
            outside = (*self._requirements(), *self._text_references())
            linker.load(facts())
        with loader.begun(loader.contents(demand.next(linker))) as facts:
            naming = self._naming_hosts(linker.interest.hosts, [path for path in code if path not in demand.loaded])
            demand.loaded |= naming
            # Begun before the last round has told that it asks for none of them, as it nearly always does.
            with loader.begun(self._left(linker, imports, demand.loaded)) as facts_of_left:
                linker.load({**facts(), **loader.files(naming)})
                while wanted := demand.next(linker):
                    linker.load(loader.files(wanted))
                linker.add_literals(facts_of_left(demand.loaded))
        self.failed |= loader.failed
        self.fleeting = loader.fleeting
        program = Program((*linker.references(tests), *outside), modules, taken)
        # All rules are matched: one that is left out must not make way for a more general one.
        matched = match(program, compiled)
        found = self._reported(matched)
        program = self._structured(program, linker, matched)
        findings, idle = triage(
            self._placed(found), self._directives(loader.facts), frozenset(rule.id for rule in rules.rules)
        )
        target = known_target(rules, self.options.config)
        couplings = measure(program, findings, rules)

        def rescore(changed: Program, moved: "tuple[Finding, ...]") -> "tuple[Assessment, ...]":
            return assess(reach(changed, changing(moved, rules, target), rules), moved, rules, target)

        suggestions = suggest(program, couplings, findings, rules, rescore)
        files, lines = self._size()
        return Report(
            findings=findings,
            diagnostics=self._diagnostics(idle),
            couplings=couplings,
            assessments=price(program, rescore(program, findings), findings, rules),
            suggestions=suggestions,
            statistics=Statistics(files=files, parsed=len(loader.facts), lines=lines),
            rules=rules,
        )

    def _structured(self, program: "Program", linker: "Linker", found: "Iterable[Finding]") -> "Program":
        """The program with what the files that use a vendor define, and who calls that."""
        from dataclasses import replace  # noqa: PLC0415

        from lockscan.linking.structure import calls, definitions, using, written_calls  # noqa: PLC0415

        paths = using(linker, program.references)
        files = {module.name: module.path for module in program.modules}
        written = written_calls(
            (call for call in program.calls if files[call.caller_module] not in paths),
            frozenset((finding.module, finding.scope) for finding in found),
            lambda module: self.sources.data(files[module]),
        )
        return replace(program, definitions=definitions(linker, paths), flow=(*calls(linker, paths), *written))

    def _size(self) -> tuple[int, int]:
        """How many files are reported on, and their lines; requirements are read, and not counted."""
        read = [path for path in self.sources.of_kind(*_CODE, SourceKind.TEXT) if path in self.named]
        return len(read), sum(_lines(self.sources.data(path)) for path in read)

    def _roots(self, code: tuple[str, ...]) -> frozenset[str]:
        """The folders that imports start at: those with a manifest, and the one that all scanned files stand in."""
        manifests = {dirname(path) for path in self.sources.of_kind(SourceKind.MANIFEST)}
        scanned = [dirname(path) for path in code if path in self.named]
        return frozenset(manifests | {commonpath(scanned)} if scanned else manifests)

    # Extraction on demand

    def _left(
        self, linker: "Linker", imports: "dict[str, tuple[ImportLine, ...]]", loaded: "AbstractSet[str]"
    ) -> dict[str, bytes]:
        """What is telling in the files that need no linking, which is literals and names of neutral layers alone."""
        left = {
            path: self._reduced(path, linker.neutral_in(path, imports[path]))
            for path in sorted(imports)
            if path not in loaded
        }
        return {path: data for path, data in left.items() if data}

    def _naming_hosts(self, hosts: frozenset[str], paths: "Iterable[str]") -> frozenset[str]:
        """Those of some files that name a vendor's host."""
        import re  # noqa: PLC0415

        from lockscan.decoding.anchored import anchored  # noqa: PLC0415

        named = re.compile(anchored(hosts).encode())
        return frozenset(path for path in paths if self._lines(path) and named.search(self.sources.data(path).lower()))

    def _lines(self, path: str) -> frozenset[int]:
        """The lines of a file with something telling."""
        found = self.lines.get(path)
        if found is None:
            found = self.lines[path] = self.gate.lines(self.sources.data(path))
        return found

    def _reduced(self, path: str, neutral: frozenset[str]) -> bytes:
        """What can be found in a file that nothing of a vendor's passes through; often nothing."""
        lines = self._lines(path)
        if not lines and not neutral:
            return b""
        from lockscan.adapters.facts import decode_source  # noqa: PLC0415
        from lockscan.extraction.reduction import reduce  # noqa: PLC0415

        data = self.sources.data(path)
        source = decode_source(data)
        return reduce(source, lines, neutral).encode("utf-8", "surrogatepass") if isinstance(source, str) else data

    def _requirements(self) -> "tuple[Reference, ...]":
        from lockscan.adapters.manifests import read_manifest  # noqa: PLC0415
        from lockscan.model.diagnostic import Diagnostic  # noqa: PLC0415

        found: list[Reference] = []
        for path in self.sources.of_kind(SourceKind.MANIFEST):
            entries = read_manifest(path, self.sources.data(path))
            if isinstance(entries, Diagnostic):
                self.failed[path] = entries
            elif path not in self.sources.diagnostics:
                found.extend(entries)
        return tuple(found)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The settings, templates and prompts in which something of a vendor may stand."""
        from lockscan.texts.gate import TextGate  # noqa: PLC0415

        paths = self.sources.of_kind(SourceKind.TEXT)
        if not paths or not self.options.gate:
            return paths
        gate = TextGate((*self.sought.texts, *map(str.lower, self.sought.capitals)))
        return tuple(path for path in paths if gate.admits(self.sources.data(path)))

    def _text_references(self) -> "Iterator[Reference]":
        from lockscan.adapters.facts import decode_settings  # noqa: PLC0415
        from lockscan.texts.directives import read_directives  # noqa: PLC0415
        from lockscan.texts.read import read_text  # noqa: PLC0415

        for path in self._texts:
            text = decode_settings(self.sources.data(path))
            self.text_directives[path] = read_directives(text)
            yield from read_text(path, text, is_test=self.sources.is_test(path))

    # Places

    def _reported(self, findings: "Iterable[Finding]") -> "list[Finding]":
        from lockscan.model.rule import Confidence  # noqa: PLC0415 - not needed where nothing is found

        sure = tuple(Confidence)[tuple(Confidence).index(self.options.config.min_confidence or Confidence.LOW) :]
        return [
            one
            for one in findings
            if one.location.path in self.named and one.rule in self.selected and one.confidence in sure
        ]

    def _placed(self, findings: "Iterable[Finding]") -> "tuple[Finding, ...]":
        """Findings with their line of code, and with cells where they stand in notebooks."""
        from dataclasses import replace  # noqa: PLC0415 - not needed where nothing is found

        lines: dict[str, list[str]] = {}
        placed = []
        for finding in findings:
            path = finding.location.path
            if path not in lines:
                lines[path] = _text_lines(self.sources.data(path), self.sources.files[path].kind)
            at = finding.location.region.line
            snippet = lines[path][at - 1][:_LONGEST_SNIPPET] if at <= len(lines[path]) else ""
            related = tuple(replace(item, location=self._in_cell(item.location)) for item in finding.related)
            placed.append(replace(finding, snippet=snippet, location=self._in_cell(finding.location), related=related))
        return tuple(sorted(placed, key=lambda finding: (finding.location, finding.rule, finding.symbol)))

    def _in_cell(self, location: "Location") -> "Location":
        if location.path not in self.sources.line_maps:
            return location
        from dataclasses import replace  # noqa: PLC0415 - not needed where nothing is found

        region = location.region
        cell, line = self.sources.cell(location.path, region.line)
        moved = replace(region, line=line, end_line=region.end_line - region.line + line)
        return replace(location, region=moved, cell=cell)

    def _directives(self, facts_of: "dict[str, FileFacts]") -> "dict[str, tuple[Directive, ...]]":
        from dataclasses import replace  # noqa: PLC0415 - not needed where nothing is found

        found = {}
        for path, facts in sorted(facts_of.items()):
            if path not in self.named:
                continue
            directives = []
            for one in facts.directives:
                cell, line = self.sources.cell(path, one.line)
                shift = line - one.line
                directives.append(replace(one, line=line, first=one.first + shift, last=one.last + shift, cell=cell))
            found[path] = tuple(directives)
        return found | {path: found for path, found in self.text_directives.items() if path in self.named}

    def _diagnostics(self, idle: "Iterable[Diagnostic]") -> "tuple[Diagnostic, ...]":
        found = {**self.failed, **self.sources.diagnostics}
        own = (diagnostic for path, diagnostic in found.items() if path in self.named)
        return tuple(sorted({*own, *self.sources.further, *idle}))


def _importing(imports: "dict[str, tuple[ImportLine, ...]]", sought: Callable[[str], bool]) -> frozenset[str]:
    """The files of which an import line names one of the packages that are sought."""
    lines = {line for found in imports.values() for line in found}
    naming = frozenset(line for line in lines if _names(line, sought))
    return frozenset(path for path, found in imports.items() if not naming.isdisjoint(found))


def _names(line: "ImportLine", sought: Callable[[str], bool]) -> bool:
    module = line.module
    return not line.level and (
        sought(module.partition(".")[0]) or sought(module) or any(sought(f"{module}.{name}") for name in line.names)
    )


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (bool(data) and not data.endswith(b"\n"))


def _text_lines(data: bytes, kind: SourceKind) -> list[str]:
    from lockscan.adapters.facts import decode_settings, decode_source  # noqa: PLC0415

    source = decode_source(data) if kind in _CODE else decode_settings(data)
    if not isinstance(source, str):
        source = decode_settings(data)
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
