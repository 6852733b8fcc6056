"""The closed vocabularies of the field (DOMAIN §3, §5, §6), as enums whose values are what is stored and printed."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Service(StrEnum):
    """Which utility a message is about."""

    POWER = "power"
    WATER = "water"
    GAS = "gas"
    ROAD = "road"
    HEAT = "heat"
    OTHER = "other"


class Act(StrEnum):
    """What the speaker does."""

    REPORT = "report"
    ASK_STATUS = "ask_status"
    ASK_INFO = "ask_info"
    REQUEST = "request"
    URGE = "urge"
    COMPLAIN = "complain"
    RESTORED = "restored"
    NOTICE = "notice"
    ME_TOO = "me_too"
    THANKS = "thanks"
    OTHER = "other"


class Urgency(StrEnum):
    """P0 danger to life, P1 urgent, P2 the rest; sorts with the most urgent first."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"


class Role(StrEnum):
    """What a person of the staff is."""

    GRID_WORKER = "grid_worker"
    GRID_LEADER = "grid_leader"
    BUILDING_HEAD = "building_head"
    SECRETARY = "secretary"
    MEMBER_STAFF = "member_staff"
    DISPATCHER = "dispatcher"
    ADMIN = "admin"


class AreaKind(StrEnum):
    """The levels of the tree of areas, from the widest."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    ESTATE = "estate"


class RoomKind(StrEnum):
    """Who sits in a WeChat group."""

    RESIDENTS = "residents"
    STAFF = "staff"
    MEMBER = "member"


class MessageKind(StrEnum):
    """What a message is made of; an unknown type of the channel is ``other``."""

    TEXT = "text"
    PICTURE = "picture"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    CARD = "card"
    RECALL = "recall"
    JOINED = "joined"
    OTHER = "other"


class NoticeStatus(StrEnum):
    """What an announcement says about the supply."""

    PLANNED = "planned"
    EMERGENCY = "emergency"
    RESTORED = "restored"
    PARTLY_RESTORED = "partly_restored"
    RESCHEDULED = "rescheduled"
    EXTENDED = "extended"
    CANCELLED = "cancelled"


class Effect(StrEnum):
    """What an announcement means for one of its areas."""

    OFF = "off"
    REDUCED = "reduced"
    EXCLUDED = "excluded"


class Status(StrEnum):
    """The states of a ticket (DOMAIN §6)."""

    CAPTURED = "captured"
    DISMISSED = "dismissed"
    DEFLECTED = "deflected"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REJECTED = "rejected"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    RESOLVED = "resolved"
    VERIFYING = "verifying"
    REWORK = "rework"
    CLOSED = "closed"
    ARCHIVED = "archived"
    ANONYMISED = "anonymised"


class Step(StrEnum):
    """Where a ticket in progress stands."""

    CONTACTED = "contacted"
    ON_SITE = "on_site"
    REPAIRING = "repairing"
    NOT_MET = "not_met"


class Action(StrEnum):
    """What may be done to a ticket; who may do it and from which status stands in ``dispatch/life.py``."""

    CAPTURE = "capture"
    DISMISS = "dismiss"
    DEFLECT = "deflect"
    ACCEPT = "accept"
    MERGE = "merge"
    REJECT = "reject"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    ARRIVE = "arrive"
    PROGRESS = "progress"
    NOT_MET = "not_met"
    RETURN = "return"
    DISPUTE = "dispute"
    DECIDE = "decide"
    OUTSIDE = "outside"
    REASSIGN = "reassign"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    RESOLVE = "resolve"
    ASK_RATING = "ask_rating"
    RATE = "rate"
    REOPEN = "reopen"
    CLOSE = "close"
    ARCHIVE = "archive"
    ANONYMISE = "anonymise"


class Rating(IntEnum):
    """What a reporter thinks of the result: 1 满意, 2 基本满意, 3 不满意."""

    SATISFIED = 1
    MOSTLY = 2
    UNSATISFIED = 3


class Priority(IntEnum):
    """The order in which texts leave (DOMAIN §7): the smaller the sooner."""

    EMERGENCY = 0
    RESTORATION = 1
    REPLY = 2
    STAFF = 3
    NOTICE = 4
    SURVEY = 5


class Delivery(StrEnum):
    """Where an outgoing text stands."""

    WAITING = "waiting"
    SENT = "sent"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DEAD = "dead"
