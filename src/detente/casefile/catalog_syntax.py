"""Codes 1xx: files and YAML."""

from __future__ import annotations

__all__ = ["SYNTAX"]

SYNTAX: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET101",
        "not YAML",
        "The text breaks a rule of YAML: a bracket or quote is left open, or a line is not indented as the lines beside it. "
        "Reading stops at this place, so mend it first and check again.",
        "actors:\n  city:\n    name: The City\n   role: party\n  union: {name: The union, role: party}\n",
        "actors:\n  city:\n    name: The City\n    role: party\n  union: {name: The union, role: party}\n",
    ),
    (
        "DET102",
        "a text needs quotes",
        "YAML gives some signs a meaning: a colon with a space after it, and @ ` % & * ! | > # at the beginning. "
        "A text with one of these stands in quotes.",
        "circumstances:\n  vote:\n    text: The council said: not before June.\n    because: [said]\n",
        'circumstances:\n  vote:\n    text: "The council said: not before June."\n    because: [said]\n',
    ),
    (
        "DET103",
        "a tab indents a line",
        "YAML counts spaces; a tab has no agreed width. Most editors can be told to insert spaces.",
        "actors:\n\tcity: {name: The City, role: party}\n  union: {name: The union, role: party}\n",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n",
    ),
    (
        "DET104",
        "duplicate key",
        "A key stands once in its mapping, and so does an id in its section. Nothing says which of two should count.",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\n  vote: {text: The council votes "
        "in July., because: [said]}\n",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\n  second-vote: {text: The council "
        "votes in July., because: [said]}\n",
    ),
    (
        "DET105",
        "not UTF-8",
        "Case files are UTF-8, so that names can be in any script. Save the file as UTF-8 in your editor.",
        "a file saved as Latin-1, Windows-1252 or UTF-16",
        "the same file saved as UTF-8",
    ),
    (
        "DET106",
        "a character that cannot be shown",
        "Control characters have no place in a case file. They are usually left by a copy from another program.",
        "a file with a U+0007 in it",
        "the same file without it",
    ),
    (
        "DET107",
        "an empty file",
        "The file holds nothing but white space and comments. Every file of a case holds one section or more.",
        "# nothing here yet\n",
        "actors:\n  city: {name: The City, role: party}\n  union: {name: The union, role: party}\n",
    ),
    (
        "DET108",
        "no such case",
        "There is no folder, file or bundled case of this name. `detente cases` lists the bundled ones.",
        "detente check port-leese",
        "detente check port-lease",
    ),
    (
        "DET109",
        "a folder without case.yaml",
        "A case is a folder with a file named `case.yaml`. Other files of the folder may hold more sections.",
        "port-lease/case.yml",
        "port-lease/case.yaml",
    ),
    (
        "DET110",
        "a file that cannot be read",
        "The system does not let the file be read: it is a folder, not a file at all, or its permissions forbid it.",
        "a `case.yaml` that is itself a folder",
        "a `case.yaml` that is a plain text file you may read",
    ),
    (
        "DET111",
        "two documents in one file",
        "A line `---` begins a new YAML document, and a case file is one. Take the line out, or use two files.",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\n---\ndeadlines: {}\n",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\ndeadlines: {}\n",
    ),
    (
        "DET112",
        "a key that is not text",
        "Keys are plain text. Brackets or braces at the beginning of a key make a list or mapping of it.",
        "circumstances:\n  [vote]: {text: The council votes in June., because: [said]}\n",
        "circumstances:\n  vote: {text: The council votes in June., because: [said]}\n",
    ),
    (
        "DET113",
        "a YAML tag",
        "An exclamation mark at the beginning of a value is a YAML tag, which case files do not use. Quote a text that "
        "begins with one.",
        "circumstances:\n  vote:\n    text: !soon the council votes\n    because: [said]\n",
        'circumstances:\n  vote:\n    text: "!soon the council votes"\n    because: [said]\n',
    ),
    (
        "DET114",
        "an alias without a value",
        "A star at the beginning of a value repeats the value that has the same name after `&`. Without such a value it "
        "means nothing; "
        "quote a text that begins with a star.",
        "circumstances:\n  vote:\n    text: *vote\n    because: [said]\n",
        'circumstances:\n  vote:\n    text: "*vote"\n    because: [said]\n',
    ),
    (
        "DET115",
        "a section in two files",
        "Each section stands in one file of the folder, whole. Move all of it there.",
        "`claims:` in case.yaml and again in evidence.yaml",
        "`claims:` in evidence.yaml only",
    ),
)
