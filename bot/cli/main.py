"""``gridbot``: all commands, and the one place where an error becomes a line on stderr."""

from __future__ import annotations

import logging
import sys

import structlog
import typer

from bot.cli import backup as backups
from bot.cli import (
    bench,
    capture,
    district,
    duty,
    emergency,
    explain,
    hear,
    key,
    lexicon,
    login,
    notice,
    notice_told,
    person,
    proof,
    publish,
    quarter,
    replay,
    report,
    retention,
    review,
    review_lines,
    rooms,
    run,
    spread,
    switches,
    train,
    tray,
)
from models.errors import GridbotError

app = typer.Typer(
    name="gridbot",
    help="网格服务机器人：接住群里水、电、气、路的事，派到人，盯到好。",
    no_args_is_help=True,
    add_completion=False,
)
districts = typer.Typer(help="辖区：导入、检查、导出", no_args_is_help=True)
rooms_of = typer.Typer(help="群", no_args_is_help=True)
notices = typer.Typer(help="公告", no_args_is_help=True)
lexicons = typer.Typer(help="词库", no_args_is_help=True)
trays = typer.Typer(invoke_without_command=True, callback=tray.tray)
quarters = typer.Typer(invoke_without_command=True, callback=quarter.review_quarter)
outsides = typer.Typer(help="外部系统的评价（如 12345 的满意率）：另列，不混算", no_args_is_help=True)
reviews = typer.Typer(invoke_without_command=True, callback=review.review)
evaluations = typer.Typer(help="用有标注的文本量一量", no_args_is_help=True)

app.command("run")(run.run)
app.command("explain")(explain.explain)
app.command("route")(explain.route_command)
app.command("handover")(duty.handover)
app.command("roster")(duty.roster)
app.command("emergency")(emergency.emergency)
app.command("care")(emergency.care)
app.command("capture")(capture.capture)
app.command("replay")(replay.replay_command)
app.command("report")(report.report)
app.command("publish")(publish.publish_command)
app.command("correct")(publish.correct)
quarters.command("standards")(quarter.standards)
quarters.command("score")(quarter.score)
quarters.command("show")(quarter.show)
outsides.command("add")(publish.outside_add)
outsides.command("import")(publish.outside_import)
app.command("pause")(switches.pause)
app.command("resume")(switches.resume)
app.command("hear")(hear.hear_command)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("proof")(proof.proof)
app.command("train")(train.train_command)
trays.command("show")(tray.show)
trays.command("done")(tray.done)
trays.command("drop")(tray.drop)
reviews.command("show")(review.show)
reviews.command("publish")(review.publish_command)
reviews.command("amend")(review.amend)
reviews.command("drop")(review.drop)
reviews.command("split")(review.split_command)
reviews.command("name")(review.name)
reviews.command("names")(review.names)
reviews.command("forget")(review.forget)
reviews.command("clarify")(review.clarify)
districts.command("import")(district.import_)
districts.command("check")(district.check)
districts.command("export")(district.export)
rooms_of.command("announce")(rooms.announce_command)
notices.command("parse")(notice.parse_command)
notices.command("coverage")(notice_told.coverage)
notices.command("poster")(notice_told.poster)
lexicons.command("check")(lexicon.check)
evaluations.command("capture")(capture.evaluate_capture)
evaluations.command("chat")(capture.evaluate_chat)
evaluations.command("spread")(spread.evaluate_spread)
evaluations.command("notices")(notice.evaluate_notices)
app.add_typer(bench.app, name="bench")
app.add_typer(login.logins, name="login")
app.add_typer(key.keys, name="key")
app.add_typer(districts, name="district")
app.add_typer(rooms_of, name="room")
app.add_typer(notices, name="notice")
app.add_typer(lexicons, name="lexicon")
reviews.add_typer(review_lines.app, name="lines")
app.add_typer(reviews, name="review")
app.add_typer(quarters, name="review-quarter")
app.add_typer(outsides, name="outside")
app.add_typer(trays, name="tray")
app.add_typer(person.app, name="person")
app.add_typer(retention.app, name="retention")
app.add_typer(evaluations, name="evaluate")


def main() -> None:
    """Run a command; exit code 0, 1 (failed, why on stderr), 2 (usage)."""
    quiet_logs()
    try:
        app()
    except GridbotError as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command's own words)
        sys.exit(1)


def quiet_logs() -> None:
    """Events go to stderr as JSON lines from WARNING on; ``gridbot run`` turns INFO on."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
