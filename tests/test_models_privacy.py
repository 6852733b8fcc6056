"""Masks, hashes and seals: nothing personal survives, and nothing else is touched."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import is_steep

from models.errors import BadConfig
from models.privacy import Vault, household_key, load_key, mask, mask_for_group

VAULT = Vault(bytes(range(32)))
HOTLINES = frozenset({"0511-85550100", "95598"})
GAPS = st.sampled_from(["", "", " ", "-", "  ", " - ", ".", "\u3000", "\u200b", "\n", "(", ")", "\ufe0f\u20e3"])
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
WORDS = st.text(alphabet="停电了吗我家的请打给，。！栋？ab", max_size=8)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("打我13812345678", "打我〔电话〕"),
        ("+86 138-1234-5678在家", "〔电话〕在家"),
        ("１３８１２３４５６７８", "〔电话〕"),
        ("幺三八一二三四五六七八", "〔电话〕"),
        ("1️⃣3️⃣8️⃣12345678", "〔电话〕"),
        ("座机0511-85551234", "座机〔电话〕"),
        ("(0511)85551234", "〔电话〕"),
        ("电话85551234", "电话〔电话〕"),
        ("身份证32110219900101123X", "身份证〔证件号〕"),
        ("321102 19900101 1234", "〔证件号〕"),
        ("321102900101123", "〔证件号〕"),
        ("苏L·D1234挡路", "〔车牌〕挡路"),
        ("苏LD12345停车", "〔车牌〕停车"),
        ("卡号6222 0210 0111 6245 702", "卡号〔卡号〕"),
        ("6222021001116245702", "〔卡号〕"),
    ],
)
def test_personal_numbers_are_shown_as_their_kind(said: str, shown: str) -> None:
    assert mask(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "3-5栋停电",
        "15、16、17、18、19、20号楼",
        "2025-06-10 08:00-17:00",
        "2025年6月10日8:00至17:00停水",
        "电费1380元",
        "工单 12 完成",
        "请打95598或12345",
        "0511-85550100",
        "400-810-1234",
        "10kV云亭线",
        "户号3201234567890",
        "",
        "\u202e😀\x00",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert mask(said, HOTLINES) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("3栋2单元501室没水", "3栋没水"),
        ("3-502停电", "3栋停电"),
        ("3-502、503都没水", "3栋都没水"),
        ("12-1-1203", "12栋"),
        ("2809", "〔门牌〕"),
        ("2809没水了", "〔门牌〕没水了"),
        ("502室", "〔门牌〕"),
        ("3号楼1单元502漏水", "3号楼漏水"),
        ("1单元2501郑雄", "〔门牌〕郑雄"),
        ("B座1203", "B座"),
        ("501打13812345678", "〔门牌〕打〔电话〕"),
    ],
)
def test_a_group_sees_the_building_but_no_flat(said: str, shown: str) -> None:
    assert mask_for_group(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "3-5栋停电",
        "3栋2单元停电",
        "3栋120户停电",
        "3栋12楼没水",
        "打110，报119",
        "工单 1203 完成",
        "8:00-17:00",
        "2025-06-10",
        "2025年6月10日",
        "3栋 1200元",
        "300-500元",
        "中山路118号",
        "118路公交",
        "220V",
        "3栋-张三",
        "0511-85550100",
    ],
)
def test_what_is_no_flat_stays_in_a_group(said: str) -> None:
    assert mask_for_group(said, HOTLINES) == said


@given(before=WORDS, phone=PHONES, gaps=st.lists(GAPS, min_size=10, max_size=10), after=WORDS)
def test_no_mobile_number_survives_any_spacing(before: str, phone: str, gaps: list[str], after: str) -> None:
    written = phone[0] + "".join(g + d for g, d in zip(gaps, phone[1:], strict=True))
    left = "".join(c for c in mask(before + written + after) if c.isdigit())
    assert phone not in left


PIECES = st.sampled_from(
    ["3", "栋", "-", "501", "1203", " ", "单元", "室", "2", "、", "13812345678", "号", "元", "0511", "85551234", "苏L", "D12345",
     "工单", ":", "00", ".", "/", "A", "#", "年", "321102199001011234", "楼", "1 3 8", "一", "110"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
    assert mask_for_group(mask_for_group(text)) == mask_for_group(text)


@given(st.text(max_size=80))
def test_any_text_can_be_masked_sealed_and_hashed(text: str) -> None:
    mask_for_group(text)
    assert VAULT.open(VAULT.seal(text)) == text
    assert VAULT.hash(text) == VAULT.hash(text)


@pytest.mark.parametrize(
    "piece", ["1 3", "13812345678 ", "1-101 ", "3栋501、", "苏L", "1单元", "\u200b", "9 ", "0511 ", "1"]
)
def test_a_hundred_kilobytes_cost_no_more_than_their_length(piece: str) -> None:
    assert not is_steep(mask_for_group, piece, 100_000)


def test_a_seal_is_new_each_time_and_says_nothing() -> None:
    one, two = VAULT.seal("wxid_secret"), VAULT.seal("wxid_secret")
    assert one != two
    assert b"wxid" not in one


def test_a_purged_token_opens_as_nothing() -> None:
    assert VAULT.open(b"") == ""


@pytest.mark.parametrize(
    "token",
    [b"\x01short", b"\x01" + bytes(60), VAULT.seal("x")[:-1] + b"?", b"\x02" + VAULT.seal("x")[1:]],
    ids=["short", "zeros", "last byte changed", "of another version"],
)
def test_a_damaged_token_is_an_error_that_tells_no_secret(token: bytes) -> None:
    with pytest.raises(BadConfig):
        VAULT.open(token)


def test_another_key_neither_opens_nor_hashes_the_same() -> None:
    other = Vault(bytes(32))
    assert other.hash("a") != VAULT.hash("a")
    assert other.fingerprint != VAULT.fingerprint
    with pytest.raises(BadConfig):
        other.open(VAULT.seal("a"))


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "var" / "key"
    key = load_key(None, file)
    assert load_key("", file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [f.name for f in file.parent.iterdir()] == ["key"]


def test_a_key_file_that_others_may_read_is_tightened(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("ab" * 32)
    file.chmod(0o644)
    assert load_key(None, file) == bytes.fromhex("ab" * 32)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_environments_key_comes_first_as_hex_or_base64(tmp_path: Path) -> None:
    assert load_key("ab" * 32, tmp_path / "none") == bytes.fromhex("ab" * 32)
    assert load_key("q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=", tmp_path / "none") == bytes.fromhex("ab" * 32)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["short", "x" * 64, "A" * 40])
def test_a_key_that_is_none_is_an_error_that_does_not_say_it(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfig) as error:
        load_key(value, tmp_path / "none")
    assert value not in str(error.value)


def test_a_household_is_its_flat_or_else_its_sender() -> None:
    flat = household_key(VAULT, "yt-xc", "3", None, "501", "h-a")
    assert flat == household_key(VAULT, "yt-xc", "3", None, "501", "h-b")
    assert flat != household_key(VAULT, "yt-xc", "3", None, "502", "h-a")
    alone = household_key(VAULT, "yt-xc", "3", None, None, "h-a")
    assert alone == household_key(VAULT, "yt-xc", "4", None, None, "h-a")
    assert alone != household_key(VAULT, "yt-xc", "3", None, None, "h-b")
