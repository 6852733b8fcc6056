"""What machines read: figures, liveness, readiness, metrics."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from console import reading
from console.cuts import By
from console.desk import AtDesk, Desk
from console.figures import as_json
from console.metrics import Snapshot, exposition
from console.ports import Part, PartKind, Readiness
from models.errors import StoreFailed

LONGEST_DAYS = 3660


def api() -> APIRouter:
    """The routes of the API and of the watchers."""
    router = APIRouter()
    router.add_api_route("/api/v1/figures", figures, methods=["GET"], tags=["figures"])
    router.add_api_route("/healthz", alive, methods=["GET"], tags=["watching"], response_class=PlainTextResponse)
    router.add_api_route(
        "/readyz", ready, methods=["GET"], tags=["watching"], responses={503: {"description": "not ready"}}
    )
    router.add_api_route("/metrics", metrics, methods=["GET"], tags=["watching"], response_class=PlainTextResponse)
    return router


async def figures(
    desk: AtDesk,
    first: Annotated[date | None, Query(alias="from", description="first local day; default today")] = None,
    last: Annotated[
        date | None, Query(alias="to", description="last local day; default the first day, or today")
    ] = None,
    by: Annotated[list[By] | None, Query(description="cuts wanted besides; with estate the estates are graded")] = None,
) -> dict[str, Any]:
    """The figures from ``from`` to ``to`` (local days, both included); every rate as part, whole and share (0–1, null)."""
    first = first or last or desk.local_now().date()
    last = last or max(first, desk.local_now().date())
    if not 0 <= (last - first).days <= LONGEST_DAYS:
        raise HTTPException(422, "to 不能早于 from，最多十年")
    return as_json(
        await desk.store.run(
            reading.figures_of,
            first=first,
            last=last,
            tz=desk.tz,
            now=desk.clock(),
            limits=desk.limits,
            cuts=tuple(dict.fromkeys(cut.value for cut in by or ())),
            grading=desk.grading,
        )
    )


async def alive() -> PlainTextResponse:
    """The process lives; says nothing about its parts."""
    return PlainTextResponse("ok")


async def ready(desk: AtDesk) -> JSONResponse:
    """200 when the product does its work, 503 otherwise; with every part."""
    found = await _readiness(desk)
    return JSONResponse({"ready": found.ready, "parts": [*map(_part, found.parts)]}, 200 if found.ready else 503)


async def metrics(desk: AtDesk) -> Response:
    """Prometheus text."""
    now = desk.now()
    counted = await desk.store.run(reading.numbers, now=now)
    return Response(exposition(Snapshot(counted, await _readiness(desk), now)), media_type=CONTENT_TYPE_LATEST)


def _part(part: Part) -> dict[str, Any]:
    """A part as machines read it; a channel says what it may still send."""
    said = {"kind": part.kind, "name": part.name, "ok": part.ok, "vital": part.vital, "detail": part.detail}
    return {**said, "left": dict(part.left)} if part.left else said


async def _readiness(desk: Desk) -> Readiness:
    try:
        return await desk.health.readiness(desk.now())
    except StoreFailed as error:
        return Readiness(False, (Part(PartKind.STORE, "store", False, error.reason, vital=True),))
