"""Codes 6xx: files of other programs. Wrong and right are what differs between a file with the mistake and one without."""

from __future__ import annotations

__all__ = ["INTEROP"]

INTEROP: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET601",
        "a file of another program that cannot be read",
        "Files of other programs are read as UTF-8, as UTF-16 with its mark, or as an XML declaration says. A folder, a missing "
        "file or a byte that is not of the encoding stops a conversion.",
        "a profile saved as something else than it declares",
        "the same file saved as UTF-8",
    ),
    (
        "DET602",
        "a file of another program that is too large",
        "At most 10 MB, 200,000 elements, 60 levels of elements and 10,000 options of one issue are read, so that no file "
        "can fill the memory.",
        '<issue index="2" name="Years" type="integer" etype="integer" vtype="integer" lowerbound="2" upperbound="60000000"/>',
        '<issue index="2" name="Years" type="integer" etype="integer" vtype="integer" lowerbound="2" upperbound="6"/>',
    ),
    (
        "DET603",
        "not XML",
        "The file is not well-formed XML: a tag is not closed, or it is something else altogether.",
        '<reservation value="0.45">',
        '<reservation value="0.45"/>',
    ),
    (
        "DET604",
        "a document type in XML",
        "`<!DOCTYPE ...>` is where XML declares entities, which can repeat each other without end or fetch other files. No "
        "domain or profile needs one, so it is refused before anything in it is read.",
        '<!DOCTYPE utility_space SYSTEM "genius.dtd">\n<utility_space>',
        "<utility_space>",
    ),
    (
        "DET605",
        "not what was expected",
        "A conversion reads a case, one scoring table, or one Genius domain with a profile for each party. What a file is "
        "follows from its content.",
        "two domains and no profile",
        "a domain, and a profile for each party",
    ),
    (
        "DET606",
        "a part of Genius that is not read",
        "Only linear additive profiles over lists of options are read: discrete issues, and integer issues with a linear "
        "evaluator. Real-valued issues have no list of options; write the values that matter as a discrete issue.",
        '<evaluator ftype="constant" offset="1" slope="-0.3"/>',
        '<evaluator ftype="linear" offset="1" slope="-0.3"/>',
    ),
    (
        "DET607",
        "an attribute is missing",
        "An element lacks what says which issue it is, what it is called, or how much it counts.",
        '<weight index="2"/>',
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET608",
        "not a number in a file of another program",
        "Numbers are decimals with a point, and fractions in a scoring table. They are taken exactly; a decimal comma, a "
        "thousands separator, `NaN` or a word is no number.",
        '<weight index="2" value="a third"/>',
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET609",
        "a number out of bounds in a Genius file",
        "Weights and evaluations are 0 or more; a reservation value and a discount factor lie between 0 and 1, as utilities do.",
        '<weight index="2" value="-0.3"/>',
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET610",
        "an index twice",
        "Genius tells issues apart by index. Two issues with one index are an error; of two weights the last one counts, as "
        "in Genius.",
        '<weight index="2" value="0.4"/>\n<weight index="2" value="0.3"/>',
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET611",
        "an index the domain does not have",
        "A weight or an issue of a profile belongs to the issue of the domain that has the same index, whatever their names.",
        '<weight index="2" value="0.3"/>\n<weight index="9" value="0.1"/>',
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET612",
        "an issue without a weight",
        "Genius cannot tell the utility of any package then. An issue that does not count has the weight 0.",
        "",
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET613",
        "an item the domain does not have",
        "Items are told apart by their value, letter by letter. One that the domain lacks would also change what all others "
        "are divided by.",
        '<item index="2" value="3 million" evaluation="10"/>',
        '<item index="2" value="2 million" evaluation="10"/>',
    ),
    (
        "DET614",
        "an option without an evaluation",
        "A profile says of every option of the domain what it is worth; an integer issue has an evaluator instead.",
        '<item index="2" value="2 million"/>',
        '<item index="2" value="2 million" evaluation="10"/>',
    ),
    (
        "DET615",
        "a profile of another domain",
        "The types, bounds or names of the issues differ between the domain and the profile. Where only a name differs the "
        "index decides, as in Genius, and this is a warning.",
        '<issue index="2" name="Term" type="integer" etype="integer" lowerbound="2" upperbound="6">',
        '<issue index="2" name="Years" type="integer" etype="integer" lowerbound="2" upperbound="6">',
    ),
    (
        "DET616",
        "weights that do not add up to 1",
        "They are taken as written, which is what Genius does. Where utilities pass 1, Genius cuts them there; a converted "
        "problem, case or table does not.",
        '<weight index="2" value="0.4"/>',
        '<weight index="2" value="0.3"/>',
    ),
    (
        "DET617",
        "an issue that counts for nothing",
        "Evaluations are divided by the highest of their issue. Where that is 0, or less than 0.00001, every option of the "
        "issue adds 0, whatever its weight.",
        '<item index="1" value="shared" evaluation="0"/>',
        '<item index="1" value="shared" evaluation="3"/>',
    ),
    (
        "DET618",
        "a repeated item",
        "An option stands twice in one issue. It is one option, and its last evaluation counts, as in Genius.",
        '<item index="2" value="2 million" evaluation="9"/>\n<item index="2" value="2 million" evaluation="10"/>',
        '<item index="2" value="2 million" evaluation="10"/>',
    ),
    (
        "DET619",
        "two profiles of one name",
        "A party is called as the domain calls the agent with its profile, else after the profile's file. Two parties cannot "
        "have one name.",
        "detente convert domain.xml a/profile.xml b/profile.xml --to case port",
        "detente convert domain.xml city.xml line.xml --to case port",
    ),
    (
        "DET620",
        "a party to whom all packages are alike",
        "A case gives 0 points to a party's worst package and 100 to its best. Where they are worth the same there is no such "
        "scale.",
        "a profile in which every evaluation is 1",
        "a profile with some evaluation that differs",
    ),
    (
        "DET621",
        "points of too many digits",
        "Converted points are exact fractions. A case file reads 30 digits above and below the bar; more are refused and not "
        "rounded unseen. `--digits` rounds them, and the case then says how far that moves a package.",
        "detente convert domain.xml city.xml line.xml --to case port",
        "detente convert domain.xml city.xml line.xml --to case port --digits 6",
    ),
    (
        "DET622",
        "values that are not exact",
        "A Genius profile and a scoring table have one number for every value. A case becomes one only where its record "
        "leaves each value a single number; the notes list those it leaves open, with what is known of them.",
        "preferences:\n  city:\n    - {points: {lease: {none: 0, two_years: 20..30, ten_years: 10}}}",
        "preferences:\n  city:\n    - {points: {lease: {none: 0, two_years: 25, ten_years: 10}}}",
    ),
    (
        "DET623",
        "what the format cannot hold",
        "Genius profiles and scoring tables hold values. Red lines and rules of a case are listed and left out, so that there "
        "every package may be agreed.",
        "a case with red lines, converted to a table",
        "a case without red lines, converted to a table",
    ),
    (
        "DET624",
        "values on another scale",
        "Genius has utilities from 0 to 1 and decimals only. Where a party's values are not, they are shifted and multiplied "
        "by one positive number, which changes no preference; the message gives both numbers exactly.",
        "points up to 100",
        "utilities up to 1",
    ),
    (
        "DET625",
        "an issue with one option",
        "There is nothing to choose, so a case leaves it out. What the option is worth is part of the way back from points to "
        "values, which the note of each claim gives.",
        "issue,option,Union,Operator\nSite,the depot,5,5",
        "issue,option,Union,Operator\nSite,the depot,5,5\nSite,town hall,0,2",
    ),
    (
        "DET626",
        "a discount factor kept apart",
        "Utilities, points and values are those of an agreement at once. A case notes the factor; what waiting costs is "
        "another question.",
        '<discount_factor value="0.9"/>',
        '<discount_factor value="1"/>',
    ),
    (
        "DET627",
        "points too fine",
        "Converted points are exact. Weights of seventeen digits make fractions that a question on many readings may not be "
        "able to put on one scale of integers; it then says that it is undetermined. `--digits` rounds the points.",
        "detente convert domain.xml city.xml line.xml --to case port",
        "detente convert domain.xml city.xml line.xml --to case port --digits 6",
    ),
    (
        "DET630",
        "a table without its head",
        "The first line of a scoring table is `issue`, `option` and the names of the parties, separated by commas, semicolons or "
        "tabs.",
        "issue,option,,Operator",
        "issue,option,Union,Operator",
    ),
    (
        "DET631",
        "a row that is not whole",
        "A row has an issue (or that of the row above), an option, and one field for each party. A field with separators in "
        "it stands in quotes.",
        "Rosters,as now,0,10,4",
        "Rosters,as now,0,10",
    ),
    (
        "DET632",
        "twice in one table",
        "A party has one column, an option of an issue one row, and reservation values one row.",
        "issue,option,Union,Union",
        "issue,option,Union,Operator",
    ),
    (
        "DET633",
        "wrong quotes in a table",
        "A field with quotes begins and ends with one, and a quote within is doubled.",
        'Pay,"4 %, at once" or later,20,30',
        'Pay,"4 %, at once",20,30',
    ),
    (
        "DET634",
        "no reservation value",
        "An empty field in the row `reservation` says nothing on what no deal is worth to a party. A case leaves it open: every "
        "reading draws it anew.",
        "reservation,,40,",
        "reservation,,40,35",
    ),
    (
        "DET635",
        "not JSON",
        "GMCR+ and gmcr-py save a conflict as JSON. The file breaks off, or has something that JSON does not allow, such as a "
        "comma before a bracket.",
        '"options": [{"name": "Sue", "permittedDirection": "both"},]',
        '"options": [{"name": "Sue", "permittedDirection": "both"}]',
    ),
    (
        "DET636",
        "a part of a GMCR+ file that is not read",
        "A conflict has a list of decision makers and a list of options, each controlled by one of them. Conditions refer to "
        "options by number, from 0, with Y or N; rankings to states by number, from 1, each once. Every decision maker can move "
        "in some state, and at most 65,536 states are left.",
        '"infeasibles": [[[9, "Y"]]]',
        '"infeasibles": [[[1, "Y"]]]',
    ),
    (
        "DET637",
        "a preference that changes nothing",
        "The program keeps conditions that are true in every state or none, or that an earlier one settles. A case does not, "
        "so they are left out; where none is left, the decision maker holds all states equal.",
        '"preferences": [[[1, "N"]], [[1, "Y"]]]',
        '"preferences": [[[1, "N"]]]',
    ),
    (
        "DET638",
        "what a case of moves has no place for",
        "A case has one view of the states for all, and where coalitions are asked about every one of them is looked at. "
        "Misperceptions and named coalitions of a file of GMCR+ are told and left out.",
        "a file with misperceptions, converted to a case",
        "a file without misperceptions, converted to a case",
    ),
)
