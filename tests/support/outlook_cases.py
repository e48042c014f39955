"""A case with an outlook, as text and with parts of it changed."""

from __future__ import annotations

__all__ = ["FERRY", "ferry"]

FERRY = """\
case: {slug: ferry, title: The ferry strike, as_of: 2024-04-02, question: Why do the ferry talks not move?}
sources:
  radio: {publisher: Radio Sound, title: Ferries stay in port, date: 2024-04-01}
claims:
  hopes: {text: The company comes round once bookings fall away., kind: position, source: radio, said_by: [The crews]}
  losing: {text: Bookings hold up., kind: position, source: radio, said_by: [The company]}
  strike-pay: {text: The crews live on strike pay., kind: fact, source: radio, said_by: [Radio Sound]}
  books-close: {text: The yard takes no orders after April., kind: fact, source: radio, said_by: [The yard]}
  asked-for-march: {text: The company asked for an answer by the end of March., kind: fact, source: radio, said_by: [The radio]}
  offer-made: {text: The ministry proposed four per cent., kind: offer, source: radio, said_by: [The ministry]}
actors:
  crews: {name: The crews, role: party}
  company: {name: The ferry company, role: party}
  ministry: {name: The ministry, role: mediator}
issues:
  pay: {name: Pay, question: By how much?, ordered: true, options: {two: 2 per cent, four: 4 per cent, six: 6 per cent}}
  winter: {name: Winter service, question: In winter?, options: {sail: They sail, port: They stay in port}}
preferences:
  crews:
    - {points: {pay: {two: 0, four: 35, six: 70}}, because: [hopes]}
    - {points: {winter: {sail: 30, port: 0}}, because: [hopes]}
  company:
    - {points: {pay: {two: 60, four: 30, six: 0}}, because: [losing]}
    - {points: {winter: {sail: 0, port: 40}}, because: [losing]}
no_deal:
  path: {pay: two, winter: port}
  because: [losing]
  values: {crews: [{worth: 20, because: [losing]}], company: [{worth: 10, because: [losing]}]}
proposals:
  offer: {name: The offer, by: [ministry], date: 2024-03-28, terms: {pay: four, winter: sail}, because: [offer-made]}
deadlines:
  march: {name: The end of March, set_by: [company], due: 2024-03-31, status: lapsed, because: [asked-for-march]}
  yard: {name: The order book closes, set_by: [ministry], due: 2024-04-30, because: [books-close]}
outlook:
  unit: week
  until: 2024-07-02
  costs:
    crews:
      - {name: Lost wages, trend: steady, rate: 1..2, because: [strike-pay]}
    company:
      - {name: Lost bookings, trend: steady, rate: 0..1, because: [losing]}
      - {name: Lost bookings, trend: rising, rate: 0..4, seen_by: crews, because: [hopes]}
  terms:
    crews: [{trend: better, change: 5..30, by: 2024-06-01, rests_on: [company-2], because: [hopes]}]
    company: [{trend: same, note: It names no hope.}]
  deadlines:
    yard: {effects: {crews: {terms: -10..0}}, because: [books-close]}
"""


def ferry(*changes: tuple[str, str]) -> str:
    """The case with pieces of its text replaced; each must be there."""
    text = FERRY
    for old, new in changes:
        if old not in text:
            raise ValueError(f"{old!r} is not in the case")
        text = text.replace(old, new)
    return text
