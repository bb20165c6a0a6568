"""Files of providers: what is read, what is refused and where, and what may refer to them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.errors import Problem
from francis.record.days import parse_when
from francis.record.reading.loading import load
from francis.record.reading.providers.measure_readings import readings_in
from tests.shared.findings import explained
from tests.shared.provider_files import (
    CONCERN,
    FOLDER,
    LADDERS,
    LOG,
    MEASURES,
    PROVIDER,
    provider_files,
)
from tests.shared.workspaces import BODY, POSITION, RED, record_files


def told(files: dict[str, bytes]) -> list[str]:
    """Return the problems of some files, each on a line."""
    return list(map(str, explained(load(files).problems)))


def read(text: str | bytes) -> tuple[list[tuple[str, str, object]], list[str]]:
    """Return the readings and the problems of a file of measures."""
    problems: list[Problem] = []
    data = text.encode() if isinstance(text, str) else text
    found = readings_in("m.csv", data, problems)
    return [(r.measure, str(r.period), r.value) for r in found], list(map(str, explained(problems)))


def test_every_file_of_a_provider_is_read() -> None:
    """Into the register of each year, whatever its day."""
    found = load(provider_files())
    assert found.problems == ()
    for register in found.registers:
        assert register.dossiers is not None
        (royal,) = register.dossiers.providers.values()
        assert royal.provider.name == "The Royal Hospital"
        assert [request.id for request in royal.log.requests] == ["R1", "R2"]
        assert [entry.id for entry in royal.log.entries] == ["L1", "V1"]
        assert list(royal.concerns) == ["C2"]
        assert len(royal.readings) == 4
        assert register.dossiers.log.entries[0].id == "W1"


def test_a_body_without_providers_has_none() -> None:
    """And needs nothing that they need."""
    (register,) = load(record_files()).registers
    assert register.dossiers is None
    assert register.providers == ()
    assert register.common_log is None


def test_a_year_may_be_called_as_the_folder_of_providers_is() -> None:
    """As one could before there were any."""
    files = record_files()
    moved = {path.replace("/2021/", "/providers/"): data for path, data in files.items()}
    found = load(moved)
    assert found.problems == ()
    assert found.registers[0].year_id == "providers"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("provider", "kind: acute trust", "knd: acute", "'knd' is not a key here"),
        ("provider", "better: down", "better: less", "'less', which is not allowed"),
        ("provider", "key: letters", "key: falls", "'falls' appears twice"),
        ("provider", "(#1)", "(#7)", "does not lead to a recommendation"),
        ("provider", "counts_people: true", 'least: "none"', "'none' is not a number"),
        ("provider", "kind: acute trust", "withheld: {because: Not yet answered., review: 2021-04-30}", "this is withheld, but anybody may read it"),
        ("log", "id: R2", "id: r1", "'r1' appears twice"),
        ("log", "id: L1", "id: C2", "'C2' appears twice"),
        ("log", '["1"]', '["9"]', "'recommendations' is '9', which does not exist"),
        ("log", "actions: [A1]", "actions: [A9]", "'actions' is 'A9', which does not exist"),
        ("log", "[royal/V1]", "[royal/V9]", "'providers' is 'royal/V9'"),
        ("log", "chased: [2020-07-26", "chased: [2020-01-26", "R1 was chased on 2020-01-26, before it was asked"),
        ("log", "answered: {on: 2020-09-20", "answered: {on: 2019-09-20", "R1 was answered on 2019-09-20"),
        ("log", "    answered: {on: 2020-09-20, what: 31 of 38 questions}\n", "", "R1 is judged, but not answered"),
        ("log", "reason: Nothing on nights, ", "", "R1 is judged in part, but has no 'reason'"),
        ("log", "on: 2021-05-02", "on: 2020-05-02", "R1 was judged on 2020-05-02, before it was answered"),
        ("log", "concern: C2", "concern: C9", "'concern' is 'C9', which does not exist"),
        ("log", "concern: C2, ", "", "L1 is triaged as joined, but names no 'concern'"),
        ("log", "on: 2020-10-12", "on: 2020-10-10", "L1 was triaged on 2020-10-10, before it was noted"),
        ("concern", "number: C2", "number: C3", "the number is 'C3', but the file is named C2.yaml"),
        ("concern", "step: informal", "step: informl", "'step' is 'informl', which does not exist"),
        ("concern", "ladder: quality-2013", "ladder: quality", "'ladder' is 'quality'"),
        ("concern", "step: ease", "by: Head", "does not say what happened"),
        ("concern", "{on: 2020-08-01", "{on: 2019-08-01", "C2 was closed on 2019-08-01, before it was raised"),
        ("concern", "{on: 2020-09-01", "{on: 2020-07-01", "C2 was reopened on 2020-07-01, before it was closed"),
        ("concern", "classification: internal, withheld: {because: Not", "withheld: {because: Not", "this is withheld, but anybody may read it"),
        ("concern", "royal/L1]", "royal/L9]", "'royal/L9'"),
        ("measures", "falls,2020-12", "fall,2020-12", "'measure' is 'fall', which does not exist"),
        ("body", "- quality-2013", "- quality-2014", "'quality-2014', which does not exist"),
        ("body", "key: own", "key: quality-2013", "the ladder 'quality-2013' appears twice"),
        ("body", "key: end", "key: talk", "the step 'talk' appears twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(file: str, old: str, new: str, said: str) -> None:
    """With the file and the line; hardly ever does one thing bring another."""
    body = BODY.replace("  - key: not rated\n", f"{RED}  - key: not rated\n") + LADDERS
    whole = {"provider": PROVIDER, "log": LOG, "concern": CONCERN, "measures": MEASURES}
    text = (whole | {"body": body})[file]
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    name = {"measures": "measures.csv", "concern": "C2.yaml"}.get(file, f"{file}.yaml")
    found = told(provider_files(**{file: text.replace(old, new, 1)}))
    assert [each for each in found if f"/{name}:{line}:" in each and said in each], found
    assert len(found) <= 1 + (new in ("key: falls", "id: C2", "key: talk", "key: quality-2013"))


def test_every_problem_of_all_files_is_told_at_once() -> None:
    """None hides another."""
    files = provider_files(
        provider=PROVIDER.replace("better: up", "better: more"),
        log=LOG.replace("asked: 2020-05-09", "asked: 9 May 2020"),
        concern=CONCERN.replace("step: informal", "step: infomal"),
        measures=MEASURES.replace("92.5", "92,5"),
    )
    rules = [re.findall(r"\(([a-z-]+)\)$", line)[0] for line in told(files)]
    assert rules == ["link", "date", "csv", "value"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("royal/C2.yaml", "in the wrong folder"),
        ("royal/visits/V1.yaml", "in the wrong folder"),
        ("royal/Measures.CSV", "in the wrong folder"),
        ("royal/log.yml", "is ignored, because its name does not end in .yaml"),
        ("log/provider.yaml", "cannot be named log"),
        ("other/log.yaml", "has no provider.yaml"),
        ("other one/provider.yaml", "a folder cannot be named"),
    ],
)
def test_a_file_in_the_wrong_place_is_told(path: str, said: str) -> None:
    """With where it belongs."""
    text = PROVIDER.partition("measures:")[0] if "provider" in path else "format: 1\n"
    files = provider_files()
    if path == "royal/log.yml":
        del files[f"{FOLDER}/royal/log.yaml"]
    assert any(said in line for line in told(files | {f"{FOLDER}/{path}": text.encode()}))


def test_references_to_providers_lead_somewhere() -> None:
    """From positions, their evidence and commitments, and from actions."""
    good = """\
providers: [royal, royal/C2]
evidence: [{title: Minutes, providers: [royal/V1, log/W1]}]
commitments: [{text: Position on 1., kind: will, providers: [royal/R1]}]
"""
    files = provider_files()
    path = "standards/body/2021/1.yaml"
    assert told(files | {path: (POSITION.format(number=1) + good).encode()}) == []
    bad = good.replace("royal/", "ryal/").replace("[royal,", "[the-royal,").replace("W1", "W2")
    found = told(files | {path: (POSITION.format(number=1) + bad).encode()})
    assert [line.partition(":")[2].split(":")[0] for line in found] == [
        "11",
        "11",
        "12",
        "12",
        "13",
    ]
    assert all("'providers' is " in line and "(link)" in line for line in found)
    plan = files["standards/body/2021/actions.yaml"].decode()
    bad = plan.replace("    measure:", "    providers: [nobody]\n    measure:", 1)
    (line,) = told(files | {"standards/body/2021/actions.yaml": bad.encode()})
    assert "'providers' is 'nobody', which does not exist" in line


def test_a_reference_without_any_provider_is_a_problem() -> None:
    """And not only where there are others."""
    (line,) = told(record_files(body__2021__1=f"{POSITION.format(number=1)}providers: [royal]\n"))
    assert "'providers' is 'royal', which does not exist" in line


def test_a_reference_to_what_could_not_be_read_is_no_problem() -> None:
    """The file that could not be read has problems of its own."""
    files = provider_files(log=LOG.replace("id: V1", "idd: V1"))
    path = "standards/body/2021/1.yaml"
    files[path] = (POSITION.format(number=1) + "providers: [royal/V1]\n").encode()
    assert all("royal/log.yaml" in line for line in told(files))


def test_a_log_may_name_what_only_an_earlier_year_has() -> None:
    """Also where that year is not among the files that are read: it serves all years."""
    files = provider_files()
    chosen = {path: data for path, data in files.items() if "/body/2021/" not in path}
    found = load(chosen, beside={"body": ("2020", "2021")})
    assert found.problems == ()


# The table of readings


@pytest.mark.parametrize(
    "text",
    [
        "measure,period,value\na,2014-02,1.5\n",
        "\ufeffmeasure,period,value\r\na,2014-02,1.5\r\n",
        "Measure;Period;Value\na;2014-02;1.5\n",
        'measure\tperiod\tvalue\n"a"\t"2014-02"\t"1.5"\n',
        '"value","measure","period"\n\n"1.5", "a" ,"2014-02"\n,,\n'.replace(", ", ",").replace(" ,", ","),
        "denominator,measure,period,numerator,value\n,a,2014-02,,1.5",
    ],
)  # fmt: skip
def test_a_table_is_read_as_analysts_export_it(text: str) -> None:
    """With a byte order mark, semicolons or tabs, quotation marks, and columns in any order."""
    assert read(text) == ([("a", "2014-02", Decimal("1.5"))], [])


def test_a_value_that_is_not_known_is_left_empty() -> None:
    """Which is no nought."""
    assert read("measure,period,value\na,2014-Q1,\nb,2013/14-Q4,0")[0] == [
        ("a", "2014-Q1", None),
        ("b", "2013/14-Q4", Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("measure,period,value\na,2014-02,92%\n", "m.csv:2:11: error: the value is '92%', which is not a number. Did you mean 92? (value)"),
        ("measure;period;value\na;2014-02;92,5\n", "m.csv:2:11: error: the value is '92,5', which is not a number. Did you mean 92.5? (value)"),
        ('measure,period,value\n"a, b",2014-02,"1,234.5"\n', "m.csv:2:16: error: the value is '1,234.5', which is not a number. Did you mean 1234.5? (value)"),
        ("measure,period,value\na,2014-02,*\n", "m.csv:2:11: error: the value is '*', which is not a number. (value)"),
        ("measure,period,value\na,2014-02,1e9\n", "m.csv:2:11: error: the value is '1e9', which is not a number. (value)"),
        ("measure,period,value\na,2014-02,nan\n", "m.csv:2:11: error: the value is 'nan', which is not a number. (value)"),
        ("measure,period,value\na,Feb 2014,1\n", "m.csv:2:3: error: the period is 'Feb 2014', which is not a date (year-month-day), a month (year-month) or a quarter. Did you mean 2014-02? (date)"),
        ("measure,period,value\na,2014-13,1\n", "m.csv:2:3: error: the period is '2014-13', which is a month that does not exist. (date)"),
        ("measure,period,value\n,2014-02,1\n", "m.csv:2:1: error: the measure is empty. (empty)"),
        ("measure,period,value\na\n", "m.csv:2:2: error: the period is empty. (empty)"),
        ("measure,period,value\na,2014-02,1,5\n", "m.csv:2:13: error: '5' stands in no column. (csv)"),
        ("measure,period,value\na,2014-02,1\n\na,2014-02,2\n", "m.csv:4:3: error: 'a' has a value for 2014-02 in line 2 already. (duplicate-key)"),
        ('measure,period,value\n"a,2014-02,1\n', "m.csv:2:1: error: a quotation mark in this line is not where a cell begins or ends. (csv)"),
        ("measure,month,value\na,2014-02,1\n", "m.csv:1:9: error: 'month' is not a column here, and the column 'period' is missing. Choose from: measure, period, value, numerator, denominator. (csv)"),
        ("measure,value\na,1\n", "m.csv:1:1: error: the column 'period' is missing. (csv)"),
        ("measure,period,value,value\na,2014-02,1,2\n", "m.csv:1:22: error: the column 'value' appears twice. (csv)"),
        ("a,2014-02,1\n", "m.csv:1:1: error: the first line does not name the columns measure, period and value. (csv)"),
        ("period,x\n2014-02,1\n", "m.csv:1:8: error: 'x' is not a column here, and the columns 'measure' and 'value' are missing. Choose from: measure, period, value, numerator, denominator. (csv)"),
        ("", "m.csv: error: the file is empty. (empty)"),
        (b"measure,period,value\na\xe9,2014-02,1\n", "m.csv:2:2: error: the file is not saved as UTF-8: the byte 0xE9 is not valid. (encoding)"),
        ("measure,period,value\n943 476 5919,2014-02,1\n", "m.csv:2:1: error: there is a valid NHS number here. This message does not repeat it. (nhs-number)"),
        (b"x" * 1_000_001, "m.csv: error: the file is larger than 1,000 kB, so it is not read. (too-large)"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_table_is_told_with_line_and_column(
    text: str | bytes, line: str
) -> None:
    """And with the number or the month that was probably meant."""
    assert line in read(text)[1]


def test_numbers_side_by_side_are_no_nhs_number() -> None:
    """Only what stands in one cell is."""
    assert read("measure,period,value,numerator,denominator\na,2014-02,943,476,5919\n")[1] == []


def test_a_table_of_nothing_but_mistakes_is_told_of_in_part() -> None:
    """A hundred lines are enough to see what is wrong."""
    rows = "".join(f"a,{month},x\n" for month in range(5000))
    assert len(read(f"measure,period,value\n{rows}")[1]) == 100


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_table_makes_a_traceback(text: str | bytes) -> None:
    """Nor does what follows a good header."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    read(data)
    read(b"measure,period,value\n" + data)


_CELLS = st.text(st.characters(codec="ascii", categories=("L", "P", "Zs")), min_size=1).map(str.strip).filter(bool)  # fmt: skip


@given(
    st.dictionaries(_CELLS, st.decimals(-(10**9), 10**9, places=3), max_size=5),
    st.sampled_from([",", ";", "\t"]),
)
def test_what_a_library_writes_is_read_as_it_was_meant(
    values: dict[str, Decimal], separator: str
) -> None:
    """Whatever is in the name of a measure, and whatever stands between the cells."""
    import csv
    import io

    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["measure", "period", "value"])
    writer.writerows([name, "2014-02", f"{value:f}"] for name, value in values.items())
    found, problems = read(file.getvalue())
    assert problems == []
    assert found == [(name, str(parse_when("2014-02")), value) for name, value in values.items()]
