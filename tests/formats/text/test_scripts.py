"""Texts in other scripts: found, marked, and written so that each format names a font for them."""

from __future__ import annotations

import time
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from francis.formats import markdown, web_page
from francis.formats.html import Page
from francis.formats.pdf import document as pdf
from francis.formats.reading_back.contents import Contents
from francis.formats.reading_back.equality import same
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.readers import READERS
from francis.formats.text import scripts
from francis.formats.word import document as word
from tests.formats.word.test_document import paper
from tests.shared.file_text import W
from tests.shared.house_file import SHIPPED

HOUSE = SHIPPED.read_bytes()
TEMPLATES = Path(__file__).parents[3] / "templates"

#: “This paper is available in …”, by the codes of the languages.
SENTENCES = {
    "ur": "یہ دستاویز اردو میں دستیاب ہے (2015، صفحہ 12)۔",
    "ar": "هذه الورقة متاحة باللغة العربية، صفحة 12.",
    "fa": "این سند به زبان فارسی موجود است؛ می‌توانید آن را بخواهید.",
    "bn": "এই কাগজটি বাংলা ভাষায় পাওয়া যায়।",
    "pa": "ਇਹ ਕਾਗਜ਼ ਪੰਜਾਬੀ ਵਿੱਚ ਉਪਲਬਧ ਹੈ।",
    "gu": "આ કાગળ ગુજરાતીમાં ઉપલબ્ધ છે.",
    "ta": "இந்த ஆவணம் தமிழில் கிடைக்கிறது.",
    "hi": "यह दस्तावेज़ हिन्दी में उपलब्ध है।",
    "th": "เอกสารนี้มีให้เป็นภาษาไทย",
    "he": "מסמך זה זמין בעברית.",
    "zh": "本文件有中文版。",
}
FROM_RIGHT = {"ur", "ar", "fa", "he"}
ALL = paper(
    "".join(f"<p>In {code}, {words}</p><p>{words}</p>" for code, words in SENTENCES.items())
)


def spans(html: str) -> list[Any]:
    return list(Page(html).root.iter("span"))


@pytest.mark.parametrize(("code", "words"), SENTENCES.items())
def test_a_stretch_says_its_language_and_its_direction(code: str, words: str) -> None:
    """Whatever is written around it."""
    (span,) = spans(paper(f"<p>In English: {words} And on</p>"))
    assert span.get("lang") == code
    assert span.get("dir") == ("rtl" if code in FROM_RIGHT else None)
    assert scripts.all_scripts()[span.get("data-script")].letters


@pytest.mark.parametrize("code", sorted(FROM_RIGHT))
def test_a_block_in_a_script_from_the_right_is_laid_out_so(code: str) -> None:
    """A paragraph, a cell, a heading, a whole list; not a point among others, nor English with a word of it."""
    words = SENTENCES[code]
    root = Page(
        paper(
            f"<h1>{words}</h1><p>{words}</p><p>English with {words[:8]} in it, twice as long.</p>"
            f"<ul><li>{words}</li></ul><ul><li>{words}</li><li>{'A point in English, ' * 4}</li></ul>"
            f'<div class="numbered"><p><span class="paragraph-number">1.1</span> {words}</p></div>'
        )
    ).root
    said = [(e.tag, e.get("dir")) for e in root.find("body/main").iter("h1", "p", "ul", "li")]
    assert said == [
        ("h1", "rtl"), ("p", "rtl"), ("p", None), ("ul", "rtl"), ("li", None), ("ul", None), ("li", None),
        ("li", None), ("p", None),
    ]  # fmt: skip


def test_papers_in_the_letters_of_europe_are_not_touched() -> None:
    """With all the punctuation and arrows that papers use."""
    html = paper("<p>“Ελλ – Рус’s” ½ → ↑ • … Łódź</p>")
    assert not spans(html)
    assert not scripts.is_other(html)


@given(
    st.text(st.sampled_from("aZ5 .,(–\n" + "".join(SENTENCES.values()) + "✓☐\u2011")),
)
def test_stretches_are_the_text_again(text: str) -> None:
    """Nothing is lost, and no two stretches of one script meet."""
    found = list(scripts.stretches(text))
    assert "".join(words for _, words in found) == text
    assert all(one[0] != other[0] for one, other in pairwise(found))


@given(st.text(st.sampled_from("a <&" + SENTENCES["ur"] + SENTENCES["bn"])))
def test_marking_changes_no_word(text: str) -> None:
    """Wherever it stands: before, in and behind other elements."""
    from html import escape

    said = escape(text)
    html = paper(f"<p>x{said}<strong>y{said}</strong>{said}z</p><p>{said}w</p>")
    plain = "".join(f"x{text}y{text}{text}z" + f"{text}w")
    found = "".join("".join(p.itertext()) for p in Page(html).root.iter("p"))
    assert found.endswith(plain)


def test_long_texts_take_no_longer_than_they_are() -> None:
    """Twice the text, not four times the time."""
    text = "اردو 12, " * 20_000 + "a中 " * 20_000
    begun = time.process_time()
    assert sum(1 for _ in scripts.stretches(text)) > 20_000
    assert time.process_time() - begun < 5


# -- Word -------------------------------------------------------------------------------------


def runs(html: str) -> list[Any]:
    root = docx.Document(BytesIO(word.to_word(html, HOUSE))).element
    return [run for run in root.iter(W + "r") if run.find(f"{W}rPr/{W}rFonts") is not None]


@pytest.mark.parametrize(
    ("code", "font", "tag"),
    [
        ("ur", "Arial", "ur-PK"), ("ar", "Arial", "ar-SA"), ("fa", "Arial", "fa-IR"), ("bn", "Nirmala UI", "bn-BD"),
        ("pa", "Nirmala UI", "pa-IN"), ("gu", "Nirmala UI", "gu-IN"), ("ta", "Nirmala UI", "ta-IN"),
        ("hi", "Nirmala UI", "hi-IN"), ("th", "Leelawadee UI", "th-TH"), ("he", "Arial", "he-IL"),
        ("zh", "Microsoft YaHei", "zh-CN"),
    ],
)  # fmt: skip
def test_word_names_a_font_of_windows_and_the_language(code: str, font: str, tag: str) -> None:
    """For all four kinds of letters that Word tells apart; from the right where it is read so."""
    (run,) = runs(paper(f"<p>In English: <strong>{SENTENCES[code]}</strong></p>"))
    properties = run.find(W + "rPr")
    assert set(properties.find(W + "rFonts").attrib.values()) == {font}
    assert properties.find(W + "lang").get(W + "bidi") == tag
    assert (properties.find(W + "rtl") is not None) == (code in FROM_RIGHT)
    assert properties.find(W + "rStyle") is not None


def test_signs_have_a_font_and_no_language() -> None:
    """Ticks and boxes."""
    (run,) = runs(paper("<p>Done: ✓ ☐ ☑</p>"))
    assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == "Segoe UI Symbol"
    assert run.find(f"{W}rPr/{W}lang") is None


def test_a_paragraph_of_word_from_the_right_says_so() -> None:
    """And no other does."""
    html = paper(f"<p>{SENTENCES['ur']}</p><p>English and {SENTENCES['ur'][:5]}</p>")
    paragraphs = docx.Document(BytesIO(word.to_word(html, HOUSE))).element.iter(W + "p")
    said = [p.find(f"{W}pPr/{W}bidi") is not None for p in paragraphs if list(p.iter(W + "rFonts"))]
    assert said == [True, False]


@pytest.mark.slow
def test_a_word_file_in_all_scripts_is_valid(tmp_path: Path) -> None:
    """The properties of runs and paragraphs come in the order of the schema."""
    table = f'<table class="key"><caption>K</caption><tbody><tr><th scope="row">{SENTENCES["ur"]}</th><td>{SENTENCES["ta"]}</td></tr></tbody></table>'
    path = tmp_path / "paper.docx"
    html = ALL.replace("</main>", f"<ul><li>{SENTENCES['fa']}</li></ul>{table}</main>")
    path.write_bytes(word.to_word(html, HOUSE))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


# -- all formats ------------------------------------------------------------------------------


def made(form: str, html: str) -> bytes:
    page = Page(html)
    if form == "docx":
        return word.to_word(page, HOUSE)
    if form == "html":
        return web_page.to_page(page, "", "")
    if form == "md":
        return markdown.to_markdown(page)
    return pdf.to_pdf(page, (TEMPLATES / "house.css").read_text(encoding="utf-8"), [TEMPLATES])


@pytest.mark.parametrize(
    "form", ["docx", "html", "md", pytest.param("pdf", marks=pytest.mark.slow)]
)
def test_every_format_is_read_back_as_what_it_was_made_from(form: str) -> None:
    """Whichever way its words run."""
    html = ALL.replace("本文件有中文版。", "")
    source: Contents = read_html(Page(html).root)
    found = [line.words for line in READERS[form](made(form, html)).lines]
    for line in source.lines:
        assert any(same(line.words, words) for words in found), line.words


def test_a_web_page_has_the_direction_and_the_styles_for_it() -> None:
    """One without other scripts has not."""
    data = made("html", ALL).decode()
    assert (
        f'<p dir="rtl"><span class="script" data-script="arabic" lang="ur" dir="rtl">{SENTENCES["ur"]}'
        in data
    )
    assert "[dir=rtl]" in data
    assert "[dir=rtl]" not in made("html", paper("<p>English</p>")).decode()
