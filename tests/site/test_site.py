"""The public site as files: its pages at their addresses, what they answer, and what is never in it."""

from __future__ import annotations

import csv
import html
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from click.testing import CliRunner, Result

from francis.cli import main
from tests.record import test_audience as audience
from tests.shared.every_key import every_key
from tests.shared.workspaces import record_files, record_with_plan, write_files
from tests.site.conftest import ADDRESS, git, run

EXAMPLE, BARNET = "example-ccg/francis-2013", "barnet-ccg/francis-2013"


class Reader(HTMLParser):
    """Reads of a page its words, its ids, its links, and what it loads."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        self.words += [" "] if tag in ("p", "li", "div", "dt", "dd", "td", "th") else []
        self.ids += [held["id"] or ""] if "id" in held else []
        if tag == "a":
            self.links.append(held.get("href") or "")
        elif tag in ("link", "script", "img"):
            self.loaded += [held.get("href") or held.get("src") or ""]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def answers(page: Path) -> dict[str, str]:
    """Return what a page answers at its top, by the question."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", text, re.DOTALL)
    return {q: " ".join(re.sub("<[^>]*>", "", a).split()) for q, a in found}


def test_each_thing_has_its_page_at_an_address_that_does_not_change(site: Path) -> None:
    """A folder with an index for everything that somebody may want to point at."""
    names = ("", "132", "recommendations", "actions", "actions/A16", "actions/T02", "commitments", "providers",
             "providers/royal", "changes", "changes/2014", "changes/2015", "papers", "data", "about", "contact",
             "accessibility")  # fmt: skip
    for name in names:
        assert (site / EXAMPLE / name / "index.html").is_file(), name
    assert (site / BARNET / "132/index.html").is_file()
    for listing in ("index.html", "example-ccg/index.html", "barnet-ccg/index.html"):
        assert f"{EXAMPLE.split('/')[1]}/index.html" in (site / listing).read_text()


def pages(site: Path) -> Iterator[tuple[Path, Reader]]:
    for page in sorted(site.rglob("*.html")):
        yield page, Reader(page)


def test_every_link_leads_to_a_place_that_is_there_and_nothing_is_loaded_from_elsewhere(
    site: Path,
) -> None:
    """Each is looked up on disk, so it works from a folder, below any path, and on a stick."""
    ids = {page.resolve(): set(reader.ids) for page, reader in pages(site)}
    for page, reader in pages(site):
        assert len(reader.ids) == len(set(reader.ids)), page
        for href in [*reader.links, *reader.loaded]:
            parts = urlsplit(href)
            if parts.scheme in ("https", "http", "data"):
                assert href in reader.links or parts.scheme == "data", (page, href)
                continue
            assert not parts.scheme, (page, href)
            assert not parts.path.startswith("/"), (page, href)
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page.resolve()
            assert target.is_file(), (page, href)
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], (page, href)


def test_no_page_runs_what_does_not_stand_in_a_file_of_the_site(site: Path) -> None:
    """No handler and no script in a page, and a policy that lets none in; papers bring their own."""
    for page, reader in pages(site):
        if "papers" in page.relative_to(site).parts and page.name != "index.html":
            continue
        for tag, held in reader.tags:
            assert not any(name.startswith("on") for name in held), page
            assert tag != "script" or held.get("src"), page
        policies = [h["content"] for t, h in reader.tags if h.get("http-equiv")]
        assert len(policies) == 1, page
        assert "script-src 'self' file:;" in (policies[0] or "")


def test_the_first_page_is_small_with_all_that_it_loads(site: Path) -> None:
    """Under 100 kB."""
    home = site / EXAMPLE / "index.html"
    loaded = [home.parent / href for href in Reader(home).loaded if not href.startswith("data:")]
    loaded = [path for path in loaded if path.suffix != ".xml"]
    assert loaded
    assert sum(path.stat().st_size for path in [home, *loaded]) < 100_000


def test_a_recommendation_answers_what_the_public_asks(site: Path) -> None:
    """From the record of 2015, as an auditor reads it; what is not known is said."""
    asked = answers(site / EXAMPLE / "132/index.html")
    assert asked["Accepted?"] == "Yes: accepted (Governing Body, 25 April 2013)."
    assert asked["Done?"] == "No. None of the 3 actions is completed."
    assert asked["Why not?"].startswith("Visits are overdue and the dashboard is late.")
    assert asked["How do we know?"].startswith("Limited assurance, down from moderate.")
    assert asked["Who?"] == "Director of Quality and Nursing"
    assert "A14 28 March 2015: 3 days overdue, no new date; A15 June 2015" in asked["By when?"]
    assert asked["How often moved?"] == "A16 once, from 31 January 2015."
    assert asked["Updated when?"] == "31 March 2015."
    assert "In progress, and at risk" in Reader(site / EXAMPLE / "132/index.html").text
    unknown = answers(site / BARNET / "132/index.html")
    assert unknown["Accepted?"] == "Not decided yet: under consideration."
    assert unknown["Done?"].startswith("Not known: nobody has given a rating.")
    assert unknown["How do we know?"] == "Not assessed. No evidence is recorded."
    assert unknown["Who?"] == "not stated"
    refused = answers(site / EXAMPLE / "134/index.html")
    assert refused["Accepted?"].startswith("No: not accepted")
    carried = answers(site / EXAMPLE / "144/index.html")["Updated when?"]
    assert "no update for 12 months" in carried
    assert "carried forward from 2014, and is not yet confirmed" in carried


def test_every_year_stands_on_the_page_with_the_words_that_changed(site: Path) -> None:
    """The latest first; what was said in 2013 can still be read."""
    page = site / EXAMPLE / "132/index.html"
    text, source = Reader(page).text, page.read_text()
    days = (
        "31 March 2015 Accepted",
        "31 March 2014 (↑ from Red) Accepted",
        "30 June 2013 Accepted",
    )
    places = [text.index(day) for day in days]
    assert places == sorted(places)
    assert "<ins>" in source
    assert "<del>" in source
    assert "Late “A single dashboard for all 32 contracts is under development”" in text


def test_the_first_page_says_where_things_stand(site: Path) -> None:
    """And of a body that has rated nothing, that this is not known."""
    text = Reader(site / EXAMPLE / "index.html").text
    assert "13 of 22 recommendations are complete or on track" in text
    assert "On 31 March 2014 it was 7 of 22. 2 are off track and 5 are at risk." in text
    assert "Worse, 3: 124, 127 and 138" in text
    barnet = Reader(site / BARNET / "index.html").text
    assert "Where Barnet CCG stands is not known None of the 22 standards is rated" in barnet
    assert "Draft: the stock-take of 2013 is not final." in barnet


def test_the_data_says_what_the_pages_say(site: Path) -> None:
    """As CSV and as JSON, with one schema; each table has the rows that the page on data counts."""
    folder = site / EXAMPLE / "data"
    listed = dict(re.findall(r"(\w+), (\d+) rows?", Reader(folder / "index.html").text))
    schema = json.loads((folder / "schema.json").read_text())
    known = {table["name"]: table["schema"]["fields"] for table in schema["tables"]}
    assert listed
    for name, count in listed.items():
        with (folder / f"{name.lower()}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        objects = json.loads((folder / f"{name.lower()}.json").read_text())
        assert len(rows) == len(objects) == int(count)
        columns = [field["name"] for field in known[name.lower()]]
        assert [*rows[0]] == [*objects[0]] == columns
    positions = json.loads((folder / "positions.json").read_text())
    (found,) = (p for p in positions if p["number"] == "132" and p["year"] == "2015")
    assert found["shared_word"] == "in progress"


def test_each_recommendation_has_its_own_data(site: Path) -> None:
    """What the tables of all of them say of it; its actions are those to which its page links."""
    pages = {page.parent.name: page.parent for page in (site / EXAMPLE).glob("[0-9]*/index.html")}
    own = {n: json.loads((page / f"{n}.json").read_text()) for n, page in pages.items()}
    for table in ("positions", "commitments"):
        rows = json.loads((site / EXAMPLE / f"data/{table}.json").read_text())
        for number, held in own.items():
            assert held.get(table, []) == [row for row in rows if row["number"] == number]
    for number, page in pages.items():
        text = (page / "index.html").read_text()
        last = {row["id"] for row in own[number].get("actions", ()) if row["year"] == "2015"}
        assert {*re.findall(r"/actions/(\w+)/", text)} >= last, number
        with (page / f"{number}.csv").open(encoding="utf-8", newline="") as file:
            assert [row["year"] for row in csv.DictReader(file)] == ["2013", "2014", "2015"]
    evidence = [row["owner_id"] for row in own["132"]["evidence"]]
    assert {*evidence} == {"132", "A14", "T02"}
    became = {row["text"]: row["outcome"] for row in own["132"]["commitments"]}
    assert (
        became["Eight will be made in 2013/14."] == "kept"
    )  # as the page says, and not as at 2013


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_tells_what_changed_on_days_of_the_record(site: Path) -> None:
    """Each entry has an id of its own, and leads to a page that is there."""
    feed = ET.parse(site / EXAMPLE / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id", "") for entry in entries]
    assert len(ids) == len(set(ids)) > 50
    assert f"{ADDRESS}/{EXAMPLE}/124/#2015" in ids
    days = {entry.findtext(f"{ATOM}updated") for entry in entries}
    assert days == {f"{day}T00:00:00Z" for day in ("2015-03-31", "2014-03-31", "2013-06-30")}
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        path = link.get("href", "").removeprefix(f"{ADDRESS}/")
        assert (site / path / "index.html").is_file(), path
    (fell,) = (e for e in entries if e.findtext(f"{ATOM}id", "").endswith("/124/#2015"))
    assert "Rating: Green → Red (worsened)." in fell.findtext(f"{ATOM}summary", "")


def test_the_sitemap_has_every_page_and_no_other(site: Path) -> None:
    """By its web address."""
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text())
    there = [p.relative_to(site).parent.as_posix() for p in site.rglob("index.html")]
    assert sorted(listed) == sorted(f"{ADDRESS}/{'' if p == '.' else p + '/'}" for p in there)


def test_nothing_on_a_site_holds_a_word_that_is_not_for_the_public(tmp_path: Path) -> None:
    """Every byte, packed ones too, of pages, papers, data, search and feed; what is public is there."""
    audience.PLACES.clear()
    root = write_files(tmp_path / "work", audience.secrets())
    words = [
        "--draft",
        "--root",
        str(root),
        "--output",
        str(tmp_path / "site"),
        "--address",
        ADDRESS,
    ]
    done = CliRunner().invoke(
        main, ["site", *words, *(f"--format={f}" for f in ("html", "docx", "xlsx"))]
    )
    assert done.exit_code == 0, done.output
    files = {p.as_posix(): p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert {Path(path).suffix for path in files} >= {
        ".html",
        ".docx",
        ".xlsx",
        ".csv",
        ".json",
        ".js",
        ".xml",
    }
    found = audience.seen(files)
    leaked = {
        audience.PLACES[w]: path for w, path in found.items() if audience.PLACES[w][0] != "public"
    }
    assert leaked == {}
    public = [place for of, place in audience.PLACES.values() if of == "public"]
    shown = [audience.PLACES[word][1] for word in found]
    assert len(shown) > len(public) * 3 / 4


ROOT = Path(__file__).parents[2]


def hidden(node: Any, within: bool = False) -> Iterator[str]:
    """Yield the texts of a file of the record that are not for the public, as their authors classify them."""
    if isinstance(node, dict):
        within = within or node.get("classification") in ("internal", "restricted")
        for key, value in node.items():
            if key not in OPEN_TO_ALL:
                yield from hidden(value, within)
    elif isinstance(node, list):
        for item in node:
            yield from hidden(item, within)
    elif within and isinstance(node, str) and len(node) > 30:
        yield " ".join(node.split())


OPEN_TO_ALL = ("lead", "oversight", "approved_by", "by", "name")
"""Posts, which papers name whatever they did, and what a provider is called."""


def test_no_sentence_of_the_record_that_is_not_for_the_public_is_on_the_site(site: Path) -> None:
    """Of positions, actions and providers: looked up in the words of every file."""
    paths = [*(ROOT / "standards/example-ccg").rglob("*.yaml")]
    secret = {text for path in paths for text in hidden(yaml.safe_load(path.read_text()))}
    public = {text for path in paths for text in texts(yaml.safe_load(path.read_text()))}
    secret -= public  # what another file says to all
    assert len(secret) > 50
    files = [p for p in site.rglob("*") if p.is_file()]
    words = [" ".join(re.sub("<[^>]*>", "", html.unescape(p.read_text())).split()) for p in files]
    for text in secret:
        found = [p.name for p, w in zip(files, words, strict=True) if text in w]
        assert found == [], text


def texts(node: Any) -> Iterator[str]:
    """Yield the texts of a file of the record that anybody may read."""
    if isinstance(node, dict):
        if node.get("classification", "public") == "public":
            for value in node.values():
                yield from texts(value)
    elif isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, str):
        yield " ".join(node.split())


# Which stock-takes are shown, and the folder


def test_only_final_stock_takes_are_shown(publish: Callable[..., Result], final: Path) -> None:
    """The draft that follows is nowhere; with --draft it is there, and every page is marked."""
    done = publish()
    assert done.exit_code == 0, done.output
    assert "There is no feed and no sitemap" in done.stderr
    assert "tell nobody whom to write to about a mistake" in done.stderr
    assert "Add a line with /site/ to .gitignore" in done.stderr
    (final / ".gitignore").write_text("/site/\n")
    assert "gitignore" not in publish().stderr
    files = {p: p.read_bytes() for p in (final / "site").rglob("*") if p.is_file()}
    assert not any(b"A later word" in data for data in files.values())
    assert not (final / "site/body/inquiry/feed.xml").exists()
    first, home = (Reader(final / "site" / p / "index.html").text for p in ("", "body/inquiry"))
    assert first == home, "of the one body and set that there is"
    assert (final / "site/body/inquiry/papers/2021/stocktake.html").is_file()
    assert publish("--draft").exit_code == 0
    for page in (final / "site/body/inquiry").rglob("index.html"):
        assert "Draft: the stock-take of 2022 is not final." in Reader(page).text, page
    assert "A later word" in (final / "site/body/inquiry/1/index.html").read_text()


def test_what_is_not_committed_or_not_final_is_not_published(
    publish: Callable[..., Result], final: Path
) -> None:
    """The place and the remedy are said, and nothing is written."""
    position = final / "standards/body/2021/1.yaml"
    position.write_text(position.read_text().replace("Position on 1", "Changed"))
    done = publish()
    assert done.exit_code == 1
    assert "standards/body/2021/1.yaml: error: the file has uncommitted changes" in done.stderr
    plan = final / "standards/body/2021/actions.yaml"
    plan.write_text(plan.read_text().replace("Do A3.", '"Sample: Do something."'))
    assert "there are samples (A3), so the papers cannot be final" in publish().stderr
    year = final / "standards/body/2021/year.yaml"
    year.write_text(year.read_text().replace("status: final", "status: draft"))
    done = publish()
    assert done.exit_code == 1
    assert "no stock-take that was asked for is final" in done.stderr
    assert not (final / "site").exists()


def test_only_what_changed_is_written_again(publish: Callable[..., Result], final: Path) -> None:
    """The same record gives the same bytes; what is no more goes, unless somebody changed it."""
    assert publish().exit_code == 0
    site = final / "site"
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in site.rglob("*") if p.is_file()}
    done = publish()
    assert re.search(r"^0 written, \d+ unchanged, 0 removed", done.stderr, re.MULTILINE)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in before} == before
    plan = final / "standards/body/2021/actions.yaml"
    plan.write_text(plan.read_text().replace("Do A3.", "Do another thing."))
    git(final, "commit", "--quiet", "--all", "--message", "Plan")
    assert publish().exit_code == 0
    changed = {p.relative_to(site).as_posix() for p in before if p.read_bytes() != before[p][0]}
    assert "body/inquiry/actions/A3/index.html" in changed
    assert "body/inquiry/2/index.html" not in changed
    assert "body/inquiry/papers/2021/stocktake.html" not in changed
    plan.write_text(plan.read_text().partition("  - id: A3")[0])
    git(final, "commit", "--quiet", "--all", "--message", "Plan")
    (site / "body/inquiry/actions/A3/index.html").write_text("By hand")
    done = publish()
    assert "Kept body/inquiry/actions/A3/index.html" in done.stderr
    assert (site / "body/inquiry/actions/A3/index.html").read_text() == "By hand"
    (site / "body/inquiry/actions/A3/index.html").unlink()
    plan.write_text("format: 1\nactions: []\n")
    git(final, "commit", "--quiet", "--all", "--message", "Plan")
    assert publish().exit_code == 1, "A commitment names an action that is gone"


def test_a_folder_that_is_no_site_of_the_workspace_is_left_alone(
    publish: Callable[..., Result], final: Path, tmp_path: Path
) -> None:
    """Whatever lies in it; but an empty one, or one that has only what is hidden, becomes a site."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear Sir")
    done = publish("--output", str(other))
    assert done.exit_code == 1
    assert "holds something else than a site that francis made" in done.stderr
    assert [p.name for p in other.iterdir()] == ["letter.txt"]
    (other / "letter.txt").rename(other / ".hidden")
    assert publish("--output", str(other)).exit_code == 0
    (other / "body/inquiry/9").mkdir()
    (other / "body/inquiry/9/index.html").write_text("Mine")
    assert publish("--output", str(other)).exit_code == 0, "what is beside it does not matter"
    listed = json.loads((other / ".site.json").read_text())
    (other / ".site.json").write_text(json.dumps(listed | {"workspace": "another"}))
    done = publish("--output", str(other))
    assert "is the site of another workspace" in done.stderr
    del listed["files"]["index.html"]
    (other / ".site.json").write_text(json.dumps(listed))
    (other / "index.html").write_text("Mine")
    done = publish("--output", str(other))
    assert "francis did not make them" in done.stderr
    assert (other / "index.html").read_text() == "Mine"
    done = publish("--output", str(final / "standards/site"))
    assert "is inside the record" in done.stderr


# Templates, and what the body says


def test_templates_of_its_own_are_used_and_held_to_the_rules(
    publish: Callable[..., Result], final: Path
) -> None:
    """What they load from elsewhere, links that lead nowhere and mistakes are told with the place."""
    add = CliRunner().invoke(main, ["add", "template", "site/contact", "--root", str(final)])
    assert add.exit_code == 0, add.output
    own = final / "templates/site/contact.html.j2"
    text = own.read_text()
    own.write_text(text.replace("Tell us what is wrong", "Write to us"))
    assert publish().exit_code == 0
    assert "Write to us" in (final / "site/body/inquiry/contact/index.html").read_text()
    added = '<a href="nowhere.html">n</a><a href="#nothing">n</a><img src="https://example.org/x.png" alt=""><p id="corrections" onclick="x()">'
    own.write_text(text.replace('<h2 id="corrections">', f'{added}</p><h2 id="corrections">'))
    done = publish()
    assert done.exit_code == 1
    for fault in (
        "the link 'nowhere.html' leads to no file of the site",
        "the link '#nothing' leads to no place on that page",
        "it loads 'https://example.org/x.png', which is not a file of the site",
        "the id 'corrections' appears 2 times",
        "it has the attribute 'onclick', which runs a script",
    ):
        assert f"body/inquiry/contact/index.html: {fault}" in done.stderr
    own.write_text(text.replace("{{ body.name }}", "{{ body.nam }}"))
    done = publish()
    assert re.search(r"templates/site/contact.html.j2:\d+: .*no attribute 'nam'", done.stderr)
    assert "Write to us" in (final / "site/body/inquiry/contact/index.html").read_text()


SITE = """\
site:
  address: https://example.org/our
  introduction: |
    These pages are **ours**.

    یہ صفحات ہمارے بارے میں ہیں۔
  contact: Write to the Corporate Secretary.
  accessibility:
    compliance: partial
    prepared: 2021-04-30
    parts: The control charts cannot be read by touch.
"""


def test_what_the_body_says_of_its_site_is_printed(
    publish: Callable[..., Result], final: Path
) -> None:
    """Its address makes the feed; what it does not say is said to be not stated."""
    body = final / "standards/body/body.yaml"
    body.write_text(body.read_text() + SITE)
    git(final, "commit", "--quiet", "--all", "--message", "Site")
    done = publish()
    assert done.exit_code == 0, done.output
    assert "feed" not in done.stderr
    base = final / "site/body/inquiry"
    assert "These pages are ours." in Reader(base / "index.html").text
    marked = [held for tag, held in Reader(base / "index.html").tags if held.get("lang") == "ur"]
    assert [held["dir"] for held in marked] == ["rtl"]
    assert "Write to the Corporate Secretary." in Reader(base / "contact/index.html").text
    statement = Reader(base / "accessibility/index.html").text
    assert "These pages are partially compliant" in statement
    assert "The control charts cannot be read by touch." in statement
    assert "prepared on 30 April 2021. It was last reviewed on not stated." in statement
    assert "https://example.org/our/body/inquiry/" in (base / "feed.xml").read_text()
    body.write_text(body.read_text().replace("https://example.org/our", "example.org"))
    done = publish()
    assert "'address' is 'example.org', which is not a web address" in done.stderr


def test_every_key_of_the_record_finds_its_place(tmp_path: Path) -> None:
    """Numbers with brackets, parts, joint answers, several leads, turns, milestones, fields of its own."""
    root = write_files(tmp_path / "work", every_key())
    done = run("--draft", "--root", str(root))
    assert done.exit_code == 0, done.output
    base = root / "site/body/inquiry"
    joint = Reader(base / "3/index.html").text
    assert "Its one action is not completed." in Reader(base / "2/index.html").text
    assert "There is no action for it. It is answered together with 1." in joint
    assert Reader(base / "about/index.html").links.count("../1/index.html") == 1, (
        "the introduction's"
    )
    assert (base / "feed.xml").is_file()


EVIL = '"><script>x()</script><p onclick="x()">&amp; \'”'


def test_what_the_record_says_is_never_taken_for_markup(tmp_path: Path) -> None:
    """In titles, attributes, the search list and the feed; it is read as it stands."""
    files = record_with_plan()
    quoted = json.dumps(EVIL)
    for path, words in (
        ("inquiry/1", "Heading 1"),
        ("inquiry/set", "Inquiry Report"),
        ("body/body", "Test Body"),
        ("body/2021/actions", "Do A3."),
    ):
        name = f"standards/{path}.yaml"
        files[name] = files[name].decode().replace(words, quoted, 1).encode()
    root = write_files(tmp_path / "work", files)
    done = run("--draft", "--root", str(root), "--address", ADDRESS)
    assert done.exit_code == 0, done.output
    site = root / "site"
    for page in site.rglob("index.html"):
        for tag, held in Reader(page).tags:
            assert tag != "script" or held.get("src"), page
            assert "onclick" not in held, page
    assert EVIL in Reader(site / "body/inquiry/1/index.html").text
    script = (site / "body/inquiry/search-list.js").read_text()
    assert "<" not in script
    assert any(EVIL in title for _, title, _ in json.loads(script.partition("=")[2].rstrip(";\n")))
    assert ET.parse(site / "body/inquiry/feed.xml").getroot() is not None


def test_bodies_with_addresses_of_their_own_have_feeds_and_no_sitemap(tmp_path: Path) -> None:
    """Of which of them would it be? The command says so, and one that is given is that of all."""
    files = record_files()
    for name in ("body", "other"):
        site = f"site: {{address: https://{name}.example.org}}\n".encode()
        for path in [p for p in record_files() if "/body/" in p]:
            more = site if path.endswith("body.yaml") else b""
            files[path.replace("/body/", f"/{name}/")] = record_files()[path] + more
    root = write_files(tmp_path / "work", files)
    done = run("--draft", "--root", str(root))
    assert "the bodies name different addresses" in done.stderr
    assert (
        "https://other.example.org/other/inquiry/"
        in (root / "site/other/inquiry/feed.xml").read_text()
    )
    assert not (root / "site/sitemap.xml").exists()
    assert run("--draft", "--root", str(root), "--address", ADDRESS).exit_code == 0
    assert f"{ADDRESS}/other/inquiry/1/" in (root / "site/sitemap.xml").read_text()
    alone = run("--draft", "--root", str(root), "--body", "other")
    assert alone.exit_code == 0
    assert not (root / "site/body").exists(), "a site holds what was asked for, and nothing else"


def test_a_number_like_the_name_of_another_page_has_an_address_of_its_own() -> None:
    """No page takes the place of another."""
    from francis.site.addresses import Addresses

    at = Addresses("body", "set")
    assert at.recommendation("4(a)(iii)") == "body/set/4-a-iii/index.html"
    assert at.recommendation("Papers") == "body/set/recommendations/Papers/index.html"


@pytest.mark.parametrize("words", [("--address", "example.org"), ("--body", "nobody")])
def test_wrong_use_is_refused(final: Path, words: Any) -> None:
    """With what is allowed."""
    assert run("--root", str(final), *words).exit_code == 2
