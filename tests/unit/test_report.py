"""The page of a release: its structure, its links, what it does with hostile and with large releases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.contracts import all_contracts, contract, table_from_rows
from onrecord.report.excerpt import Limits
from onrecord.report.legible import legible
from onrecord.report.page import write_report
from onrecord.text import make_id

NEWS = (
    "Harbour Opens After Nine Years\n\n"
    "“We moved 4,000 crates,” said Ada. Bruno counted 12 ships and 3 tugs.\n\n"
    "“The quay holds,” Bruno said. “It must hold 90 years.”"
)
PASSED: dict[str, Any] = {"checks": [], "profile": {}}
VOID = {"meta", "input", "br"}  # and in SVG whatever closes itself


class Page(HTMLParser):
    """A page as read: ids, links within it, texts of the articles, text of each table row, tags that are open."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.source = path.read_text(encoding="utf-8")
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.articles: list[str] = []
        self.rows: dict[str, str] = {}
        self.row_links: dict[str, list[str]] = {}
        self.scripts = 0
        self.text = ""
        self._open: list[tuple[str, str]] = []
        self.feed(self.source)
        self.close()
        assert not self._open, "tags are left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        own_id, classes = values.get("id") or "", (values.get("class") or "").split()
        self.ids += [own_id] if own_id else []
        self.hrefs += [str(values["href"])] if "href" in values else []
        self.scripts += tag == "script"
        assert "style" not in values, "the content policy forbids it"
        assert not [name for name in values if name.startswith("on")], "a handler in an attribute"
        if tag == "a":
            for _, row in self._open:
                if row.startswith("row-"):
                    self.row_links.setdefault(row, []).append(str(values["href"]))
        if tag == "div" and "text" in classes:
            self.articles.append("")
            own_id = "text"
        if tag not in VOID:
            self._open.append((tag, own_id))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("rect", "line")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "script") for tag, _ in self._open):
            return
        self.text += data
        for _, own_id in self._open:
            if own_id == "text":
                self.articles[-1] += data
            if own_id.startswith("row-"):
                self.rows[own_id] = self.rows.get(own_id, "") + data


def make_release(folder: Path, texts: Sequence[str], **article: Any) -> Path:
    """Write a release as if found by plain rules: “quotes” by the first of two names beside them, all numbers."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in all_contracts()}
    actors: dict[str, dict[str, Any]] = {}
    for i, text in enumerate(texts):
        art = make_id("art", text)
        rows["articles"].append(
            {"article_id": art, "source_uri": f"wire/{i:05}.txt", "title": text[:40] or None, "text": text}
            | {"language": "en", "n_words": len(text.split()), "extractor_version": "1"}
            | {key: value[i] if isinstance(value, list) else value for key, value in article.items()}
        )
        spans = [match.span(1) for match in re.finditer("“([^”]+)”", text)]
        for start, end in spans:
            speaker = next(re.finditer("Ada|Bruno", text[end:]), None)
            rows["quotes"].append(quote_row(art, text, start, end, speaker))
        for match in re.finditer(r"\d[\d,]*", text):
            quotes = [quote for quote in rows["quotes"] if quote["article_id"] == art]
            inside = next((q for q in quotes if q["char_start"] <= match.start() < q["char_end"]), None)
            rows["figures"].append(figure_row(art, match, inside))
        for match in re.finditer("Ada|Bruno", text):
            actor = actors.setdefault(match[0], actor_row(match[0]))
            actor["n_mentions"] += 1
            place = {"char_start": match.start(), "char_end": match.end(), "text": match[0]}
            rows["mentions"].append(
                {"mention_id": make_id("men", art, *match.span()), "article_id": art, "kind": "person"}
                | {"actor_id": actor["actor_id"], "form": "named"}
                | place
            )
    rows["actors"] = list(actors.values())
    folder.mkdir(parents=True)
    for table in all_contracts():
        pq.write_table(table_from_rows(table, filled(table, rows[table])), folder / f"{table}.parquet")
    return folder


def filled(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give flags that no test here is about the value false."""
    flags = [column.name for column in contract(table).columns if pa.types.is_boolean(column.type)]
    return [dict.fromkeys(flags, False) | row for row in rows]


def quote_row(art: str, text: str, start: int, end: int, speaker: re.Match[str] | None) -> dict[str, Any]:
    at = (end + speaker.start(), end + speaker.end()) if speaker else (None, None)
    name = speaker[0] if speaker else None
    return (
        {"quote_id": make_id("quo", art, start, end), "article_id": art, "kind": "direct", "confidence": 1.0}
        | {
            "text": text[start:end],
            "char_start": start,
            "char_end": end,
            "spans": [{"start": start, "end": end}],
        }
        | {"speaker_text": name, "speaker_start": at[0], "speaker_end": at[1], "speaker_name": name}
        | {"speaker_id": make_id("act", name) if name else None}
        | {"speaker_resolution": "named" if name else "unknown"}
    )


def figure_row(art: str, match: re.Match[str], quote: dict[str, Any] | None) -> dict[str, Any]:
    value = float(match[0].replace(",", "")[:15] or 0)
    return (
        {
            "figure_id": make_id("fig", art, *match.span()),
            "article_id": art,
            "text": match[0],
            "kind": "count",
        }
        | {"char_start": match.start(), "char_end": match.end(), "quote_id": quote and quote["quote_id"]}
        | {"value": value, "value_low": value, "value_high": value, "modifier": "exact", "change": "none"}
        | {"modality": "asserted"}
        | {"claimed_by": quote and quote["speaker_id"], "claimed_by_name": quote and quote["speaker_name"]}
    )


def actor_row(name: str) -> dict[str, Any]:
    return {
        "actor_id": make_id("act", name),
        "name": name,
        "kind": "person",
        "aliases": [name],
    } | dict.fromkeys(("n_articles", "n_mentions", "n_quotes"), 0)


def report(tmp_path: Path, texts: Sequence[str], limits: Limits | None = None, **article: Any) -> Page:
    release = make_release(tmp_path / "releases" / "r1", texts, **article)
    return Page(write_report(release, PASSED, tmp_path / "reports", limits))


def check_links(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids)), "an id is there twice"
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    for row, links in page.row_links.items():
        assert links, row


def test_page_stands_where_the_release_is_named(tmp_path: Path) -> None:
    release = make_release(tmp_path / "releases" / "2026-01", [NEWS])
    path = write_report(release, PASSED, tmp_path / "reports")
    assert path == tmp_path / "reports" / "2026-01" / "index.html"
    assert list(path.parent.iterdir()) == [path]


def test_same_release_same_page(tmp_path: Path) -> None:
    release = make_release(tmp_path / "r1", [NEWS])
    first = write_report(release, PASSED, tmp_path / "a").read_bytes()
    assert write_report(release, PASSED, tmp_path / "b").read_bytes() == first


def test_page_needs_no_network(tmp_path: Path) -> None:
    page = report(tmp_path, [NEWS])
    assert not [href for href in page.hrefs if not href.startswith("#")]
    assert not re.search(r"(?:src|href|url|import)\s*[=(]?\s*[\"']?(?:https?:)?//", page.source)
    assert page.scripts == 1


def test_text_of_an_article_is_there_character_for_character(tmp_path: Path) -> None:
    assert report(tmp_path, [NEWS]).articles == [NEWS]


def test_every_row_leads_to_its_place_and_back(tmp_path: Path) -> None:
    page = report(tmp_path, [NEWS])
    check_links(page)
    for row in page.rows:
        assert f"#{row}" in page.hrefs, "no way back"
    kinds = [row.split("-")[1][:3] for row in page.rows]
    assert [kinds.count(kind) for kind in ("quo", "fig", "act")] == [3, 4, 2]


def test_page_says_who_said_what_with_which_numbers(tmp_path: Path) -> None:
    page = report(tmp_path, [NEWS])
    assert "1 article with 3 quotes by 2 speakers. 4 figures" in page.text, "nobody is quoted most"
    assert "4 figures, 1 of them claimed by a speaker" in page.text
    (crates,) = [row for row in page.rows.values() if "4,000" in row and "Ada" in row and "count" in row]
    assert crates


def test_charts_have_titles_axes_and_every_count(tmp_path: Path) -> None:
    page = report(tmp_path, [NEWS])
    assert page.source.count('role="group" aria-labelledby=') == 2
    for words in ("Quotes by speaker", "Figures by kind", "Number of quotes", "Number of figures"):
        assert words in page.text
    assert "<title>Ada: 1 direct</title>" in page.source


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script> “<b>x” said Ada 5", id="script"),
        pytest.param('"><img src=x onerror=alert(1)> “" onfocus="a” said Ada 5', id="attributes"),
        pytest.param("{{ 7*7 }}{% raw %} ${x} “{{ a }}” Ada 5", id="templates"),
        pytest.param("a\0b \x1b[2J 5 “x\0y” said Ada", id="controls"),
        pytest.param("\u202eevil\u202c \u2067x\u2069 “\u202e5” said Ada", id="direction marks"),
        pytest.param("one\r\n\r\n“two\r\nthree” said Ada 5\r\n", id="line ends"),
        pytest.param("\n\n  \n 5", id="no words"),
        pytest.param("</style></script><!-- “]]>” Ada 5 -->", id="ends of things"),
    ],
)
def test_hostile_articles_are_text(tmp_path: Path, text: str) -> None:
    page = report(tmp_path, [text], title=text, byline=text, outlet=text)
    assert page.articles == [legible(text)]
    assert page.scripts == 1
    assert "<img" not in page.source
    check_links(page)


def test_rejects_are_listed_each_with_its_reason(tmp_path: Path) -> None:
    release = make_release(tmp_path / "r1", [NEWS])
    reason = contract("rejects").column("reason").values[0]
    stage = contract("rejects").column("stage").values[0]
    rows = [{"source_uri": f"<i>{i:03}", "stage": stage, "reason": reason, "detail": "x" * 10_000} for i in range(150)]
    pq.write_table(table_from_rows("rejects", rows), release / "rejects.parquet")
    page = Page(write_report(release, PASSED, tmp_path / "reports"))
    assert "150 inputs could not become an article; the first 100 are listed" in page.text
    assert "<i>099" in page.text
    assert "<i>100" not in page.text
    assert len(page.source) < 200_000


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    uris = ["javascript:alert(1)", "https://news.example/a?b=1&c=2", "file:///etc/passwd"]
    page = report(tmp_path, ["A 1", "B 2", "C 3"], source_uri=uris)
    assert [href for href in page.hrefs if not href.startswith("#")] == ["https://news.example/a?b=1&c=2"]


def test_a_monster_is_cut_and_hides_no_others(tmp_path: Path) -> None:
    monster = "“Go,” said Ada. " * 12_500
    limits = Limits(articles=5, characters=90_000, rows=3_000)
    page = report(tmp_path, [monster, NEWS], limits)
    assert len(monster) == 200_000
    assert page.articles[0] == monster[: len(page.articles[0])]
    assert page.articles[1] == NEWS
    assert "of 200,000 characters are shown" in page.text
    assert f"of {12_503:,} quotes" in page.text
    assert len(page.source) < 3_000_000
    check_links(page)


def test_many_articles_are_counted_all_and_shown_in_part(tmp_path: Path) -> None:
    texts = [f"News of {i}\n\n“Number {i},” said Ada." for i in range(400)]
    days = [datetime(2026, 1 + i // 28 % 12, 1 + i % 28, tzinfo=UTC) for i in range(400)]
    page = report(tmp_path, texts, Limits(articles=20), published_at=days)
    newest = sorted(range(400), key=lambda i: (-days[i].timestamp(), i))[:20]
    assert page.articles == [texts[i] for i in newest]
    assert "Texts of the newest 20 of 400 articles" in page.text
    assert "400 articles with 400 quotes by 1 speaker. 800 figures" in page.text
    assert "20 of 400 quotes" in page.text
    assert len(page.source) < 400_000
    check_links(page)


def test_copies_come_last(tmp_path: Path) -> None:
    texts = ["First 1", "Second 2", "Third 3"]
    page = report(tmp_path, texts, duplicate_of=[make_id("art", "Third 3"), None, None])
    assert page.articles == ["Second 2", "Third 3", "First 1"]
    assert "copy of" in page.text


def test_empty_release_has_a_page(tmp_path: Path) -> None:
    page = report(tmp_path, [])
    assert "This release holds no articles." in page.text
    assert "There are no quotes in this release." in page.text
    check_links(page)


def test_audit_shows_outcomes_by_table_with_what_was_seen(tmp_path: Path) -> None:
    def check(table: str, *, ok: bool, severity: str = "critical", **more: Any) -> dict[str, Any]:
        return {
            "table": table, "column": "kind", "name": "expect_x", "description": f"{table} are <right>.",
            "severity": severity, "ok": ok, "n_checked": 50, "n_failed": 0, "examples": [],
        } | more  # fmt: skip

    checks = [
        check("quotes", ok=True),
        check("quotes", ok=False, severity="warning", n_failed=7, examples=["<odd>"]),
        check("figures", ok=True),
        check("lost", ok=False, n_failed=1),
    ]
    release = make_release(tmp_path / "r1", [NEWS])
    page = Page(write_report(release, {"checks": checks}, tmp_path / "reports"))
    words = " ".join(page.text.split())
    assert "Audit failed : 4 checks, 1 warning, 1 failed." in words.replace("Audit failed:", "Audit failed :")
    assert "Warning quotes are <right>. expect_x of kind: 7 of 50 rows fail, such as <odd>" in words
    assert "Failed lost are <right>." in words
    check_links(page)


def test_columns_are_described_by_their_contract(tmp_path: Path) -> None:
    page = report(tmp_path, [NEWS])
    for column in all_contracts()["quotes"].columns:
        assert column.description in page.text


def test_tables_may_be_folders_of_files(tmp_path: Path) -> None:
    release = make_release(tmp_path / "r1", [NEWS, "More 1 “Yes,” said Ada."])
    whole = Page(write_report(release, PASSED, tmp_path / "a")).articles
    for file in list(release.glob("*.parquet")):
        table = pq.read_table(file)
        file.unlink()
        file.mkdir()
        half = table.num_rows // 2
        for i, part in enumerate([table.slice(0, half), table.slice(half)]):
            pq.write_table(part, file / f"part-{i}.parquet")
    assert Page(write_report(release, PASSED, tmp_path / "b")).articles == whole


def themes() -> Iterable[Any]:
    style = (resources.files("onrecord.report") / "templates" / "style.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in style.split("color-scheme: dark")[:2]
    )
    yield pytest.param(light, id="light")
    yield pytest.param(light | dark, id="dark")


@pytest.mark.parametrize("colours", themes())
def test_colours_pass_contrast(colours: dict[str, str]) -> None:
    def luminance(name: str) -> float:
        parts = [int(colours[name][i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    tints = ["quote-tint", "mixed-tint", "indirect-tint"]
    texts = [
        (ink, ground)
        for ink in ("ink", "muted", "link", "quote", "actor", "date", "figure")
        for ground in ("paper", *tints)
    ]
    texts += [
        ("figure", "figure-tint"),
        ("paper", "ink"),
        ("pass", "paper"),
        ("warn", "paper"),
        ("fail", "paper"),
    ]
    assert {pair: round(contrast(*pair), 2) for pair in texts if contrast(*pair) < 4.5} == {}
    bars = [f"bar-{kind}" for kind in ("direct", "mixed", "figure")]
    assert {bar: round(contrast(bar, "paper"), 2) for bar in bars if contrast(bar, "paper") < 2.5} == {}
