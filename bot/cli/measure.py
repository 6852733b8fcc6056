"""The figures of a reading against gold, as acceptance counts them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from csv import QUOTE_NONE, DictReader
from pathlib import Path
from typing import Any

LETTERS = "tipdm"
"""Sources of letters to officials begin with this word; all others are talk."""
Reading = Mapping[str, Any]


def read_tsv(path: Path) -> list[dict[str, str]]:
    """The rows of a gold table with a head line, tabs between, no quoting."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(DictReader(lines, delimiter="\t", quoting=QUOTE_NONE))


def found(hits: int, false: int, missed: int) -> dict[str, float]:
    """Precision, recall and F1 with the counts that they come from."""
    p = hits / (hits + false) if hits + false else 0.0
    r = hits / (hits + missed) if hits + missed else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "tp": hits, "fp": false, "fn": missed}


def share(right: Iterable[bool]) -> float:
    """How many of some judgements are right, 0 … 1."""
    judged = list(right)
    return round(sum(judged) / max(1, len(judged)), 4)


def line_figures(rows: Sequence[Mapping[str, str]], made: Mapping[str, Reading], letters: str) -> dict[str, Any]:
    """Single lines: captured or not, over all, letters and talk; service and P0 of what should be captured."""
    hits = [r for r in rows if r["capture"] == "yes" and made[r["id"]]["captured"]]
    figures: dict[str, Any] = dict(_captured(rows, made))
    figures["service_acc"] = share(made[r["id"]]["service"] == r["service"] for r in hits if r["service"] != "?")
    danger = [r for r in rows if r["capture"] == "yes" and r["urgency"] == "P0"]
    figures["p0_recall"] = f"{sum(_is_p0(made[r['id']]) for r in danger)}/{len(danger)}"
    figures["recall_by_service"] = _by_service(rows, made)
    figures["letters"] = _captured([r for r in rows if r["source"].startswith(letters)], made)
    figures["talk"] = _captured([r for r in rows if not r["source"].startswith(letters)], made)
    figures["n"] = len(rows)
    return figures


def _by_service(rows: Sequence[Mapping[str, str]], made: Mapping[str, Reading]) -> dict[str, str]:
    """For each service of gold how many of its lines were caught, of how many."""
    caught: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["capture"] == "yes":
            caught[row["service"]].append(bool(made[row["id"]]["captured"]))
    return {service: f"{sum(lines)}/{len(lines)}" for service, lines in sorted(caught.items())}


def _captured(rows: Sequence[Mapping[str, str]], made: Mapping[str, Reading]) -> dict[str, float]:
    pairs = [(r["capture"] == "yes", bool(made[r["id"]]["captured"])) for r in rows]
    return found(pairs.count((True, True)), pairs.count((False, True)), pairs.count((True, False)))


def _is_p0(reading: Reading) -> bool:
    return bool(reading["captured"]) and reading["urgency"] == "P0"


def chat_figures(rows: Sequence[Mapping[str, Any]], made: Mapping[str, Reading]) -> dict[str, Any]:
    """A log read with context: lines, matters, dangers, place; what is right is judged on lines captured in both."""
    pairs = [(row["gold"], made[str(row["id"])]) for row in rows]
    both = [(gold, reading) for gold, reading in pairs if gold["capture"] and reading["captured"]]
    caught = [(bool(gold["capture"]), bool(reading["captured"])) for gold, reading in pairs]
    return {
        "lines": found(caught.count((True, True)), caught.count((False, True)), caught.count((True, False))),
        **_matters(pairs),
        "clustering_b3": _b_cubed([(g["matter"], r["matter"]) for g, r in both if g["matter"] and r["matter"]]),
        "p0_matters": _dangers(rows, made),
        "service_acc": share(r["service"] == g["service"] for g, r in both if g["service"] != "none"),
        "topic_acc": share(r["topic"] == g["topic"] for g, r in both if g["topic"]),
        "act_acc": share(r["act"] == g["act"] for g, r in both),
        "estate_acc": share(r["estate"] == g["estate"] for g, r in both if g["estate"]),
        "building_acc": share(r["building"] == g["building"] for g, r in both if g["building"]),
        "n": len(rows),
    }


def _matters(pairs: Sequence[tuple[Mapping[str, Any], Reading]]) -> dict[str, Any]:
    gold: dict[str, list[bool]] = defaultdict(list)
    read: dict[str, list[bool]] = defaultdict(list)
    for g, r in pairs:
        if g["capture"] and g["matter"]:
            gold[g["matter"]].append(bool(r["captured"]) and g["service"] in ("none", r["service"]))
        if r["captured"] and r["matter"]:
            read[r["matter"]].append(bool(g["capture"]))
    return {
        "matter_recall": f"{sum(map(any, gold.values()))}/{len(gold)}",
        "matters_predicted": len(read),
        "false_matters": sum(not any(lines) for lines in read.values()),
    }


def _dangers(rows: Sequence[Mapping[str, Any]], made: Mapping[str, Reading]) -> str:
    dangers: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        gold = row["gold"]
        if gold["capture"] and gold["urgency"] == "P0":
            dangers[gold["matter"] or row["id"]].append(_is_p0(made[str(row["id"])]))
    return f"{sum(map(any, dangers.values()))}/{len(dangers)}"


def _b_cubed(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """B-cubed over lines with a gold and a read matter (Bagga and Baldwin 1998)."""
    gold, read, both = Counter(g for g, _ in pairs), Counter(r for _, r in pairs), Counter(pairs)
    lines = max(1, len(pairs))
    p = sum(n * n / read[r] for (_, r), n in both.items()) / lines
    r = sum(n * n / gold[g] for (g, _), n in both.items()) / lines
    f1 = 2 * p * r / (p + r) if pairs else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "lines": len(pairs)}
