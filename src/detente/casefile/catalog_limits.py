"""Codes 5xx: limits, so that no file can make Détente hang."""

from __future__ import annotations

__all__ = ["LIMITS"]

LIMITS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "DET501",
        "a file too large",
        "A case file is at most 10 MB, which is some 200,000 lines. Large cases have their sections in several files.",
        "a case.yaml of 50 MB",
        "case.yaml, and the claims in evidence.yaml",
    ),
    (
        "DET502",
        "nested too deep",
        "No field of a case lies deeper than about ten levels. Usually brackets were not closed.",
        "circumstances: " + "[" * 60 + "]" * 60 + "\n",
        "circumstances: {}\n",
    ),
    (
        "DET503",
        "aliases repeat too much",
        "Aliases (`*name`) that repeat values which repeat values grow without bound. Write the values out.",
        "circumstances:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        "  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        "  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
        "  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
        "circumstances: {}\n",
    ),
    (
        "DET504",
        "too many options",
        "A numeric issue has at most 10,000 options. The step does not change what values mean, only how fine the packages are.",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 1000000, step: 1, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
        "issues:\n  lease: {question: How long?, ordered: true, options: [none, two_years, ten_years]}\n"
        "  rent: {question: What rent?, range: {from: 0, to: 1000000, step: 20000, unit: euros}}\n"
        "  access: {question: Who may use it?, options: [open, closed]}\n",
    ),
    (
        "DET505",
        "a formula nested too deep",
        "A formula has at most 60 levels of parentheses and `not`. Several rules say the same more clearly.",
        "demands:\n  long: {actor: city, asks: " + "not " * 70 + "lease = none, because: [said]}\n",
        "demands:\n  long: {actor: city, asks: not lease = none, because: [said]}\n",
    ),
    (
        "DET506",
        "too many combinations of actions",
        "At most 22 actions are combined, and at most 65,536 combinations may be left by what stands under `never`. Larger "
        "conflicts are written with `states` and `arcs`.",
        "moves:\n  actions:\n"
        + "".join(f"    act{k}: {{actor: {'union' if k == 1 else 'city'}, because: [said]}}\n" for k in range(1, 24))
        + "  status_quo: {taken: [], because: [said]}\n"
        + "  preferences: {city: [{wants: act1, because: [said]}], union: [{wants: act2, because: [said]}]}\n",
        "moves:\n  actions:\n"
        + "".join(f"    act{k}: {{actor: {'union' if k == 1 else 'city'}, because: [said]}}\n" for k in range(1, 6))
        + "  status_quo: {taken: [], because: [said]}\n"
        + "  preferences: {city: [{wants: act1, because: [said]}], union: [{wants: act2, because: [said]}]}\n",
    ),
)
