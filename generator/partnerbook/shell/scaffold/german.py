"""What `partnerbook init` writes in German: the words, and what a firm in Germany starts from."""

NAME = "Partnerprogramm"
FIRM = "Unsere Firma"
DARK = "Dunkle Darstellung"
LIGHT = "Helle Darstellung"

PROGRAM = """---
# Der eine Datensatz, den jedes Handbuch hat. `partnerbook schema program` und die Seite „Schema“ im Handbuch
# erklären jedes Feld; was fehlt, nennt die Prüfung.
format: 1
name: {name}
since: {today}
language: {language}
currency: EUR
time_zone: Europe/Berlin
owner: leitung

firm:
  name: {firm}
  country: DE
  positioning: mid_market
  ideal_client: Wem wir am besten helfen, in Worten, die ein Partner weitergeben kann
  pitch: Was wir tun, in einem Satz

people:
  - key: leitung
    name: Programmleitung
    email: leitung@firma.example
    roles: [program_owner, partner_owner, terms_approver, payout_approver]

approval:
  limits:
    - {{role: payout_approver}}

services:
  - {{key: unsere-leistung, name: Unsere Leistung, ours: true}}
  - {{key: steuerberatung, name: Steuerberatung, phase: during}}

tiers:
  - key: strategisch
    name: Strategisch
    description: Wir empfehlen einander regelmäßig und treten gemeinsam auf
    contact_months: 1
    review_months: 3
  - key: aktiv
    name: Aktiv
    description: Wir empfehlen einander ab und zu, zu den üblichen Konditionen
    contact_months: 3
  - {{key: netzwerk, name: Netzwerk, description: Für eine Nische oder eine Region, contact_months: 12}}

service_levels:
  acknowledge_hours: 24
  respond_hours: 24
  meeting_days: 7
  tell_days: 3
  close_loop_days: 7
  stalled_days: 30

checklist:
  - {{key: bedarf, question: 'Lässt sich der Bedarf in einem Satz sagen?'}}
  - {{key: entscheider, question: 'Hat jemand mitgeredet, der entscheidet?'}}
  - {{key: erwartet-anruf, question: 'Erwartet der Kunde den Anruf?'}}

onboarding:
  - {{key: kennt-uns, step: 'Der Partner kann sagen, was wir tun und für wen', side: partner}}
  - {{key: kennen-wir, step: 'Wir können sagen, was der Partner tut und für wen', side: us}}
  - {{key: teams, step: Beide Teams haben sich kennengelernt}}
  - {{key: meldeweg, step: 'Vereinbart ist, wie Empfehlungen gemeldet werden'}}

# Anwaltlich prüfen lassen: Diese Regeln entscheiden, wer eine Provision zahlen oder annehmen darf.
profession_rules:
  - {{profession: anwalt, jurisdiction: DE, cash: forbidden, reciprocity: forbidden, source: § 49b Abs. 3 BRAO}}
professions:
  - {{key: anwalt, name: Anwältinnen und Anwälte}}

goals:
  partner_share_from: 20%
  partner_share_to: 40%
  mature_partner_share_from: 30%
  mature_partner_share_to: 50%
---

Hier steht in ein paar Sätzen, warum es das Programm gibt und was Partner von uns erwarten dürfen.
"""

NAVIGATION = """\
  - Start: index.md
  - Meine Woche: my-week/index.md
  - Partner:
      - Verzeichnis: partners/index.md
      - Wen wir empfehlen: needs.md
      - Kandidaten: candidates.md
      - So arbeiten wir mit Partnern: program.md
  - Kunden: clients/index.md
  - Vereinbarungen: agreements/index.md
  - Empfehlungen: referrals/index.md
  - Marketing:
      - Kalender: marketing/index.md
      - Bibliothek: marketing/library.md
      - Neuigkeiten: marketing/news.md
  - Geld:
      - Auszahlungen: payouts/index.md
      - Forderungen: payouts/receivables.md
      - Abrechnungen: statements/index.md
      - Vorschau: payouts/forecast.md
  - Zustand:
      - Zustand des Programms: health.md
      - Scorecards: scorecards/index.md
  - So geht’s:
      - Empfehlung melden: log-a-referral.md
      - Mit Partnern arbeiten: how-we-work.md
  - Nachschlagen:
      - Probleme in den Daten: reference/problems.md
      - Regeln: reference/rules/index.md
      - Schema: reference/schema/index.md"""

README = """# {name}

Das Partnerprogramm als Datensätze in git. In `records/` liegt für jeden Partner und Kunden, jede Vereinbarung,
Empfehlung, Auszahlung und Aktivität eine Markdown-Datei. `partnerbook check` sagt, was daran nicht stimmt, wo, und
was zu tun ist; `make site` veröffentlicht das Handbuch nach `site/`.

In `.github/` liegt, was mit einer Änderung von selbst geschieht: Sie wird geprüft, ein Kommentar sagt, was sie bewirkt,
und Geld wartet auf die, die es freigeben dürfen.
"""

PAGE = """# So arbeiten wir mit Partnern

Von Hand geschriebene Seiten liegen in `docs/`; alle anderen entstehen aus den Datensätzen.
"""

MAKEFILE = """\
# `make site` baut das Handbuch nach site/, `make check` prüft die Datensätze, `make serve` zeigt es auf diesem
# Rechner. Das Programm kommt aus requirements.txt.
"""

REQUIREMENTS = """\
# Mit diesem Programm entsteht das Handbuch. Ein neueres ist eine Änderung wie jede andere: geprüft und freigegeben.
"""
