"""The part of 撤销 that concerns the district: 定责 and 交接 are taken back with the duties, people and shifts they changed."""

from __future__ import annotations

from dataclasses import replace

from dispatch.scene import Scene
from models.areas import District
from models.deed import Approval, Deed
from models.words import Delivery


def redistricted(scene: Scene, deed: Deed) -> bool:
    """Whether somebody has changed the people, duties or shifts since the deed did."""
    then, now_ = deed.district, scene.district
    stands = then is None or (then.people_then, then.responsibilities_then, then.rosters_then) == (
        now_.people,
        now_.responsibilities,
        now_.rosters,
    )
    return not stands


def restore_district(scene: Scene, deed: Deed) -> District | None:
    """The district as it was before the deed, saved; None when the deed did not touch it."""
    then = deed.district
    if then is None:
        return None
    back = replace(scene.district, people=then.people, responsibilities=then.responsibilities, rosters=then.rosters)
    scene.tx.district.save(back, scene.now)
    scene.note("district", "undo", reason="撤销刚才的操作", before=deed.verb)
    for request in deed.requests:
        _restore_request(scene, request)
    _restore_texts(scene, deed, back)
    return back


def _restore_request(scene: Scene, before: Approval) -> None:
    """Who was asked for leave, or asked for it, before the hand-over; what was decided since stands."""
    standing = [a for a in scene.tx.approvals.open(before.ticket) if a.id == before.id]
    for request in standing:
        scene.tx.approvals.save(request.evolve(asked=before.asked, by=before.by))


def _restore_texts(scene: Scene, deed: Deed, back: District) -> None:
    """What had waited for one who handed over, and still waits, is theirs again."""
    returned = [p.id for p in back.people if p.id not in scene.district.person]
    for key in deed.passed if len(returned) == 1 else ():
        row = scene.tx.outbox.get(key)
        if row and row.status is Delivery.WAITING:
            scene.tx.outbox.save(row.evolve(person=returned[0]))
