"""Ways to damage good tables, one for every expectation: what is done, and the expectation that must fail.

A damage changes one thing, so that what it shows is that this expectation, and not some other, finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from good_tables import HARTLEPOOL, NEW, NORTHMOOR, NOTE, OLD, OTHER, SOUTHMOOR, VISIT, Row, Rows

from expectations.letter_traits import TRAIT_INPUTS

Change = Callable[[Rows], None]


def emptied(table: str) -> Change:
    """Every row lost, as after a site's markup changed."""
    return lambda rows: rows[table].clear()


def lost(table: str, **where: object) -> Change:
    """The rows that have these values lost."""

    def change(rows: Rows) -> None:
        rows[table] = [row for row in rows[table] if not has(row, where)]

    return change


def doubled(table: str, **where: object) -> Change:
    """The rows that have these values there twice."""

    def change(rows: Rows) -> None:
        rows[table] = [row for row in rows[table] for _ in range(2 if has(row, where) else 1)]

    return change


def altered(table: str, where: Row, **cells: object) -> Change:
    """Some cells changed in the rows that have these values."""

    def change(rows: Rows) -> None:
        found = [row for row in rows[table] if has(row, where)]
        assert found, f"no row of {table} has {where}"
        for row in found:
            row.update(cells)

    return change


def added(table: str, like: Row, **cells: object) -> Change:
    """A row like another, but for some cells."""

    def change(rows: Rows) -> None:
        rows[table].append({**next(row for row in rows[table] if has(row, like)), **cells})

    return change


def both(*changes: Change) -> Change:
    """One damage after the other."""

    def change(rows: Rows) -> None:
        for one in changes:
            one(rows)

    return change


def rewritten(section: Row, *lines: str) -> Change:
    """Other paragraphs in place of those of a section, as many or fewer."""

    def change(rows: Rows) -> None:
        own = [row for row in rows["paragraphs"] if has(row, section)]
        for row, line in zip(own, lines, strict=False):
            row["text"] = line
        rows["paragraphs"] = [row for row in rows["paragraphs"] if row not in own[len(lines) :]]

    return change


def put_in(section: Row, words: str) -> Change:
    """Words set in the middle of a section's text."""

    def change(rows: Rows) -> None:
        first = next(row for row in rows["paragraphs"] if has(row, section))
        first["text"] = str(first["text"]).replace("are getting better", f"are {words} getting better")

    return change


def merged_bullets(report: str) -> Change:
    """The second of two bullets read as the end of the first."""

    def change(rows: Rows) -> None:
        own = [row for row in rows["paragraphs"] if row["report_id"] == report and row["section_number"] == 4]
        first, second = own
        first.update(text=f"{first['text']} {second['text']}", bottom=second["bottom"])
        rows["paragraphs"].remove(second)
        for row in rows["paragraphs"]:
            if row["report_id"] == report and row["paragraph_number"] > second["paragraph_number"]:
                row["paragraph_number"] -= 1

    return change


def broken_by_a_line(before: str, after: str) -> Change:
    """A word broken by a line of a letter, which another letter writes with a hyphen."""

    def change(rows: Rows) -> None:
        word = before + after
        line = next(row for row in rows["printed_lines"] if has(row, OF_NEW) and word in str(row["text"]))
        start, rest = str(line["text"]).split(word)
        line["text"] = f"{start}{before}-"
        rows["printed_lines"].append({**line, "text": f"{after}{rest}", "line_number": 90})
        other = next(row for row in rows["paragraphs"] if has(row, {"report_id": OTHER}) and word in str(row["text"]))
        other["text"] = str(other["text"]).replace(word, f"{before}-{after}")

    return change


def turned_around(section: Row) -> Change:
    """The paragraphs of a section in the opposite order, each at its place."""

    def change(rows: Rows) -> None:
        own = [row for row in rows["paragraphs"] if has(row, section)]
        numbers = [row["paragraph_number"] for row in own]
        for row, number in zip(own, reversed(numbers), strict=True):
            row["paragraph_number"] = number

    return change


def copied_letters(copies: int) -> Change:
    """Each published letter several times over, under other ids, each with another title and other numbers."""

    def change(rows: Rows) -> None:
        for table in TRAIT_INPUTS:
            rows[table] += [
                {**row, "report_id": f"{row['report_id']}-{number}"} for row in rows[table] for number in range(copies)
            ]
        for number, letter in enumerate(rows["inspections"]):
            letter.update(title=f"{letter['title']} {number}", word_count=1000 + number, page_count=4 + number % 7)
            letter["written_statement_lead"] = f"author {number % 5}"
            first = next(row for row in rows["findings"] if row["report_id"] == letter["report_id"])
            rows["findings"] += [first] * (number % 7)

    return change


def ended_as_begun(rows: Rows) -> None:
    """Every inspection said to end on its first day."""
    for row in rows["inspections"]:
        row["inspection_end_date"] = row["inspection_start_date"]


def has(row: Row, where: Row) -> bool:
    return all(row[name] == value for name, value in where.items())


def every_third_lost(table: str) -> Change:
    """Every third row kept out."""

    def change(rows: Rows) -> None:
        rows[table] = [row for number, row in enumerate(rows[table]) if number % 3]

    return change


def parser_warning(**cells: object) -> Change:
    """A problem of the reader's own."""
    problem = {"rule": "two_readings", "severity": "warning", "page": 2, "quote": "the", "detail": "a guess"}
    return lambda rows: rows["reading_problems"].append({"report_id": NEW, **problem, **cells})


def another_letter(report: str, status: str) -> Change:
    """A letter that is new since the last release, and how reading it ended."""

    def change(rows: Rows) -> None:
        own = {"report_id": report, "status": status, "file_sha256": report.encode().hex().ljust(64, "0")}
        for table in ("publications", "report_files", "letters", "sections", "paragraphs", "case_studies"):
            copies = [{**row, **own} for row in rows[table] if has(row, OF_NEW)]
            rows[table] += [{name: copy[name] for name in rows[table][0]} for copy in copies]

    return change


OF_OLD, OF_NEW, OF_OTHER = ({"report_id": report} for report in (OLD, NEW, OTHER))
SECTION = {**OF_NEW, "section_number": 2}
PARAGRAPH = {**OF_NEW, "paragraph_number": 2}
BULLET = {**OF_NEW, "section_number": 4, "form": "bullet", "text": "More can be done."}
STUDY = OF_NEW
PROVIDER = {"urn": SOUTHMOOR}
DISCOVERY: Row = {"source": "report site"}

DISCOVERED = [
    ("discoveries", "one_discovery_is_recorded", "critical", None, doubled("discoveries")),
    ("discoveries", "as_many_providers_as_stated", "critical", None,
     altered("discoveries", DISCOVERY, providers_stated=170)),
    ("discoveries", "every_page_of_results_is_read", "critical", None,
     altered("discoveries", DISCOVERY, search_pages_stated=3, search_pages_read=2)),
    ("discoveries", "the_site_states_its_count", "warning", None,
     altered("discoveries", DISCOVERY, providers_stated=None)),
    ("discoveries", "the_site_has_150_providers", "critical", None,
     both(every_third_lost("providers"), altered("discoveries", DISCOVERY, providers_found=106, providers_stated=106))),
    ("discoveries", "every_document_link_is_read", "critical", None,
     altered("discoveries", DISCOVERY, links_unread=1, first_links_unread="Northmoor: 'A letter, PDF - soon' (/1)")),
    ("discoveries", "every_entry_has_a_file", "warning", None,
     altered("discoveries", DISCOVERY, entries_without_file=1, first_entries_without_file="Dale 1: 'Withdrawn'")),
    ("discoveries", "every_pdf_is_named_as_a_letter_is", "warning", None,
     altered("discoveries", DISCOVERY, pdfs_left_out=1, first_pdfs_left_out="letter of July.pdf")),
    ("discoveries", "all_that_was_found_is_stored", "critical", None, lost("publications", report_id=OLD)),
    ("providers", "the_table_has_rows", "critical", None, emptied("providers")),
    ("providers", "a_provider_has_a_urn", "critical", None, altered("providers", PROVIDER, urn=None)),
    ("providers", "a_provider_is_listed_once", "critical", None, doubled("providers", urn=SOUTHMOOR)),
    ("providers", "a_provider_has_a_name", "critical", None, altered("providers", PROVIDER, provider_name=" ")),
    ("providers", "no_provider_vanished", "critical", None, lost("providers", urn=SOUTHMOOR)),
    ("providers", "no_provider_lost_its_documents", "critical", None,
     both(lost("publications", urn=SOUTHMOOR), altered("discoveries", DISCOVERY, publications_found=160))),
    ("providers", "every_provider_lists_documents", "warning", None, lost("publications", report_id="visit-90011")),
    ("providers", "no_provider_was_renamed", "warning", None,
     altered("providers", PROVIDER, provider_name="Southmoor City Council")),
    ("providers", "most_providers_list_documents", "critical", None,
     lost("publications", label="Children's services inspection")),
    ("publications", "the_table_has_rows", "critical", None, emptied("publications")),
    ("publications", "a_document_has_an_id", "critical", None, altered("publications", OF_NEW, report_id="")),
    ("publications", "a_document_is_listed_once", "critical", NEW, doubled("publications", report_id=NEW)),
    ("publications", "a_document_is_of_a_provider", "critical", NEW, altered("publications", OF_NEW, urn=1)),
    ("publications", "a_document_has_an_address", "critical", NEW, altered("publications", OF_NEW, report_url="")),
    ("publications", "a_document_has_a_date", "critical", NEW, altered("publications", OF_NEW, publication_date=None)),
    ("publications", "a_publication_date_is_past", "warning", NEW,
     altered("publications", OF_NEW, publication_date=date(2123, 3, 31))),
    ("publications", "labels_are_known", "warning", VISIT,
     altered("publications", {"report_id": VISIT}, label="Monitoring visit", is_known_label=False)),
    ("publications", "new_jtai_like_labels_are_decided", "critical", VISIT,
     altered("publications", {"report_id": VISIT}, label="Joint local inspection", is_known_label=False,
             may_be_jtai_label=True)),
    ("publications", "an_id_stands_for_the_same_document", "critical", NEW,
     altered("publications", OF_NEW, urn=SOUTHMOOR)),
    ("publications", "a_letter_keeps_its_publication_date", "warning", NEW,
     altered("publications", OF_NEW, publication_date=date(2023, 4, 1))),
    ("publications", "no_released_letter_vanished", "critical", OLD, lost("publications", report_id=OLD)),
    ("publications", "no_other_document_vanished", "warning", VISIT,
     both(lost("publications", report_id=VISIT), altered("discoveries", DISCOVERY, publications_found=161))),
    ("publications", "every_known_letter_is_listed", "warning", None,
     altered("known_letters", {"local_authority": "Southmoor"}, published="2019")),
    ("report_files", "the_table_has_rows", "critical", None, both(emptied("report_files"), emptied("publications"))),
    ("report_files", "a_report_has_one_file", "critical", NEW, doubled("report_files", report_id=NEW)),
    ("report_files", "a_file_is_of_a_listed_report", "critical", "gone",
     added("report_files", OF_NEW, report_id="gone", file_sha256="0" * 64)),
    ("report_files", "a_released_letter_has_a_file", "critical", OLD,
     altered("report_files", OF_OLD, file_sha256=None, fetch_problem="404")),
    ("report_files", "every_file_is_still_there", "warning", NEW,
     altered("report_files", OF_NEW, fetch_problem="answered 404 Not Found")),
    ("report_files", "every_listed_letter_has_a_file", "warning", "newest",
     both(added("publications", OF_NEW, report_id="newest"),
          altered("discoveries", DISCOVERY, publications_found=163))),
    ("report_files", "most_letters_have_a_file", "critical", None,
     both(altered("report_files", OF_OLD, file_sha256=None), altered("report_files", OF_NEW, file_sha256=None))),
    ("report_files", "a_file_is_known_by_its_hash", "critical", NEW, altered("report_files", OF_NEW, file_sha256="0")),
    ("report_files", "no_two_reports_share_a_file", "warning", NEW,
     both(altered("report_files", OF_NEW, file_sha256="0" * 64),
          altered("report_files", OF_OLD, file_sha256="0" * 64))),
    ("report_files", "a_file_is_not_empty", "warning", NEW, altered("report_files", OF_NEW, size_bytes=10)),
]  # fmt: skip

EXTRACTED = [
    ("letters", "the_table_has_rows", "critical", None, emptied("report_files")),
    ("letters", "some_letters_were_read", "critical", None, emptied("letters")),
    ("letters", "a_report_is_one_letter", "critical", NEW, doubled("letters", report_id=NEW)),
    ("letters", "every_file_was_read", "critical", NEW, lost("letters", report_id=NEW)),
    ("letters", "a_released_letter_can_be_read", "critical", OLD, altered("letters", OF_OLD, status="unreadable")),
    ("letters", "every_listed_letter_can_be_read", "warning", "scanned",
     both(another_letter("scanned", "unreadable"), another_letter("clear", "read"))),
    ("letters", "most_letters_can_be_read", "critical", None,
     both(altered("letters", OF_NEW, status="not_a_jtai_letter"), altered("letters", OF_OLD, status="unreadable"))),
    ("letters", "the_authority_is_known", "warning", OTHER, lost("local_authorities", urn=SOUTHMOOR)),
    ("letters", "the_inspection_start_date_is_found", "warning", NEW,
     altered("letters", OF_NEW, inspection_start_date=None)),
    ("letters", "the_inspection_end_date_is_found", "warning", NEW,
     altered("letters", OF_NEW, inspection_end_date=None)),
    ("letters", "the_letter_date_is_found", "warning", NEW, altered("letters", OF_NEW, letter_date=None)),
    ("letters", "the_inspection_took_up_to_three_weeks", "warning", NEW,
     altered("letters", OF_NEW, inspection_start_date=date(2023, 2, 16))),
    ("letters", "the_letter_follows_the_inspection", "warning", NEW,
     altered("letters", OF_NEW, letter_date=date(2023, 2, 8))),
    ("letters", "publication_follows_the_letter", "warning", NEW,
     altered("publications", OF_NEW, publication_date=date(2023, 4, 30))),
    ("letters", "a_letter_is_the_one_listed", "warning", NEW,
     altered("publications", OF_NEW, publication_date=date(2025, 4, 30))),
    ("letters", "the_inspection_date_is_the_listed_one", "warning", NEW,
     altered("publications", OF_NEW, listed_inspection_date=date(2022, 2, 6))),
    ("letters", "the_written_statement_follows_the_letter", "warning", NEW,
     altered("letters", OF_NEW, written_statement_due_date=date(2022, 12, 1))),
    ("letters", "released_dates_have_not_moved", "warning", NEW,
     altered("letters", OF_NEW, letter_date=date(2023, 3, 30))),
    ("letters", "a_letter_names_its_authority", "warning", NEW,
     rewritten({**OF_NEW, "section_number": 1}, "We inspected Southmoor.")),
    ("letters", "a_released_letter_has_not_shrunk", "warning", NEW, altered("letters", OF_NEW, word_count=1900)),
    ("letters", "a_released_letter_is_not_halved", "critical", NEW, altered("letters", OF_NEW, word_count=900)),
    ("letters", "facts_are_what_the_letter_says", "warning", NEW,
     altered("letters", OF_NEW, inspection_end_date=date(2023, 2, 6))),
    ("letters", "facts_agree_with_the_print", "warning", NEW,
     altered("letters", OF_NEW, deep_dive_focus="the response to neglect")),
    ("letters", "facts_agree_with_the_print", "warning", NEW,
     altered("letters", OF_NEW, is_inspection_year_inferred=True)),
    ("letters", "words_look_like_words", "warning", NEW,
     rewritten(SECTION, "Its words run to gether with out signs " * 80)),
    ("letters", "a_released_letter_reads_the_same", "warning", NEW,
     altered("sections", SECTION, heading="Headlines")),
    ("letters", "the_theme_is_recognised", "warning", NEW, altered("letters", OF_NEW, theme=None)),
    ("letters", "the_theme_is_on_the_list", "critical", NEW, altered("letters", OF_NEW, theme="sheep")),
    ("letters", "the_family_is_recognised", "warning", NEW, altered("letters", OF_NEW, family=None)),
    ("letters", "a_released_letter_has_its_essential_sections", "critical", NEW,
     lost("sections", report_id=NEW, kind="next_steps")),
    ("letters", "essential_sections_are_there", "warning", "bare",
     both(another_letter("bare", "read"), another_letter("whole", "read"),
          lost("sections", report_id="bare", kind="next_steps"))),
    ("letters", "most_letters_have_their_essential_sections", "critical", None, lost("sections", kind="next_steps")),
    ("letters", "usual_sections_are_there", "warning", NEW, altered("sections", SECTION, kind="context")),
    ("letters", "a_written_statement_is_asked_for", "warning", NEW,
     altered("letters", OF_NEW, written_statement_required=False)),
    ("letters", "a_written_statement_has_author_and_date", "warning", NEW,
     altered("letters", OF_NEW, written_statement_lead=None)),
    ("letters", "each_inspectorate_signs", "warning", NEW, lost("signatories", report_id=NEW, position=1)),
    ("letters", "priority_action_is_listed_or_stated_none", "warning", OLD,
     altered("sections", {**OF_OLD, "kind": "priority_action"}, bullet_count=3)),
    ("sections", "the_table_has_rows", "critical", None, emptied("sections")),
    ("sections", "sections_are_counted", "critical", NEW, lost("sections", **SECTION)),
    ("sections", "the_heading_is_recognised", "warning", NEW,
     altered("sections", {**OF_NEW, "section_number": 6}, kind="other")),
    ("sections", "no_unknown_heading_divides_a_list", "warning", NEW,
     altered("sections", {**OF_NEW, "section_number": 6}, parent_section_number=3)),
    ("sections", "a_section_has_words", "warning", NEW, rewritten(SECTION, " ", " ")),
    ("sections", "every_bullet_is_a_paragraph", "warning", NEW, lost("paragraphs", **BULLET)),
    ("sections", "every_bullet_is_a_paragraph", "warning", NEW, altered("sections", SECTION, paragraph_count=9)),
    ("sections", "no_broken_word_is_in_a_sentence", "warning", NEW, put_in(SECTION, "multi\ufffeagency")),
    ("sections", "no_footnote_mark_is_in_a_sentence", "warning", NEW, put_in(SECTION, "helped3")),
    ("sections", "no_footnote_is_in_a_section", "warning", OLD,
     rewritten({**OF_OLD, "section_number": 2}, "More can be done.", NOTE)),
    ("sections", "no_paragraph_begins_midway", "warning", NEW,
     rewritten(SECTION, "and the children of the moor.", "More can be done.")),
    ("sections", "no_paragraph_ends_midway", "warning", NEW,
     rewritten(SECTION, "Plans are good for the", "More can be done.")),
    ("sections", "a_heading_is_printed_above_its_section", "warning", NEW,
     altered("paragraphs", {**OF_NEW, "paragraph_number": 8}, section_number=3)),
    ("sections", "a_section_is_what_its_heading_says", "warning", NEW,
     altered("sections", {**OF_NEW, "kind": "needs_to_improve"}, kind="strengths")),
    ("paragraphs", "the_table_has_rows", "critical", None, emptied("paragraphs")),
    ("paragraphs", "paragraphs_are_counted", "critical", NEW, lost("paragraphs", **PARAGRAPH)),
    ("paragraphs", "a_paragraph_has_a_section", "critical", NEW, altered("paragraphs", PARAGRAPH, section_number=20)),
    ("paragraphs", "a_paragraph_is_what_is_printed_there", "warning", NEW,
     put_in({**OF_NEW, "section_number": 5}, "not")),
    ("paragraphs", "a_word_that_a_line_breaks_is_written_as_elsewhere", "warning", NEW,
     broken_by_a_line("thres", "holds")),
    ("paragraphs", "a_paragraph_is_printed_as_one", "warning", NEW, merged_bullets(NEW)),
    ("paragraphs", "a_paragraph_is_of_its_printed_form", "warning", NEW,
     altered("paragraphs", BULLET, form="paragraph")),
    ("paragraphs", "paragraphs_are_in_printed_order", "warning", NEW, turned_around(SECTION)),
    ("paragraphs", "a_paragraph_is_at_its_place", "warning", NEW, altered("paragraphs", PARAGRAPH, x1=1000.0)),
    ("paragraphs", "a_sub_bullet_has_a_bullet", "critical", NEW,
     altered("paragraphs", {**OF_NEW, "level": 2}, parent_paragraph_number=90)),
    ("case_studies", "a_case_study_is_its_section", "critical", NEW, altered("case_studies", STUDY, section_number=6)),
    ("case_studies", "a_case_study_has_a_title", "warning", NEW, altered("case_studies", STUDY, title="")),
    ("footnotes", "a_footnote_has_words", "warning", OLD, altered("footnotes", OF_OLD, text="")),
    ("footnotes", "a_footnote_is_printed", "warning", OLD, altered("footnotes", {"footnote_number": 1}, page=2)),
    ("footnotes", "footnotes_count_up", "warning", OLD, lost("footnotes", footnote_number=1)),
    ("signatories", "an_office_is_whole", "warning", NEW, altered("signatories", OF_NEW, office="Chief Inspector of")),
    ("signatories", "an_inspectorate_signs_once", "warning", NEW,
     altered("signatories", OF_NEW, organisation="Ofsted")),
    ("signatories", "an_office_is_printed", "warning", NEW, altered("signatories", OF_NEW, office="Chief Shepherd")),
    ("printed_lines", "every_printed_line_is_read", "warning", NEW, lost("paragraphs", **PARAGRAPH)),
    ("printed_lines", "a_printed_line_is_read_once", "warning", NEW,
     altered("paragraphs", {**OF_NEW, "section_number": 1}, top=220.0, bottom=260.0)),
    ("printed_lines", "a_sampled_page_reads_the_same", "warning", NEW,
     altered("sampled_words", {**OF_NEW, "text": "getting"}, text="betting")),
    ("reading_problems", "a_reading_problem_has_a_severity", "critical", NEW, parser_warning(severity="bad")),
    ("reading_problems", "the_letter_could_be_read_safely", "critical", NEW, parser_warning(severity="critical")),
    ("reading_problems", "no_parser_warnings", "warning", NEW, parser_warning()),
]  # fmt: skip

PUBLISHED = [
    ("inspections", "the_table_has_rows", "critical", None, emptied("inspections")),
    ("inspections", "no_released_inspection_is_missing", "critical", OLD, lost("inspections", report_id=OLD)),
    ("inspections", "every_listed_letter_is_published_or_left_out_for_a_reason", "critical", OLD,
     lost("inspections", report_id=OLD)),
    ("inspections", "the_latest_inspection_of_an_authority_is_marked", "critical", OLD,
     altered("inspections", OF_OLD, is_latest=True)),
    ("inspections", "few_enough_letters_are_flagged", "critical", None,
     altered("inspections", {"is_latest": True}, extraction_status="flagged")),
    ("inspections", "as_many_letters_as_usual_are_alike", "critical", None, both(copied_letters(7), ended_as_begun)),
    ("outcomes_summary", "the_table_has_rows", "critical", None, emptied("outcomes_summary")),
    ("outcomes_expanded", "the_table_has_rows", "critical", None, emptied("outcomes_expanded")),
    ("outcomes_summary", "the_summary_is_the_outcome", "critical", NEW,
     altered("outcomes_summary", {"urn": NORTHMOOR}, summary_key_strengths=None)),
    ("outcomes_expanded", "texts_are_those_of_the_sections", "critical", OLD,
     altered("outcomes_expanded", OF_OLD, main_findings="Words of another letter")),
    ("sections", "rows_are_those_extracted", "critical", NEW, altered("sections", SECTION, text="Across the moor")),
    ("findings", "rows_are_those_extracted", "critical", NEW, lost("findings", **{**OF_NEW, "paragraph_number": 5})),
    ("case_studies", "rows_are_those_extracted", "critical", NEW, altered("case_studies", STUDY, text="of another")),
    ("footnotes", "rows_are_those_extracted", "critical", OLD, altered("footnotes", OF_OLD, text="of another")),
    ("signatories", "rows_are_those_extracted", "critical", NEW,
     altered("signatories", {**OF_NEW, "position": 1}, office="Chief Shepherd")),
    ("inspections", "rows_are_those_extracted", "critical", NEW, altered("inspections", OF_NEW, theme="sheep")),
    ("extraction_problems", "critical_problems_are_answered", "critical", NEW,
     altered("extraction_problems", OF_NEW, is_open=True)),
    ("local_authorities", "the_table_has_rows", "critical", None, emptied("local_authorities")),
    ("local_authorities", "the_codes_are_those_of_the_authority", "critical", None,
     altered("local_authorities", {"urn": HARTLEPOOL}, region_code="NW")),
]  # fmt: skip
