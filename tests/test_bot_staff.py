"""The staff's own ways: what is sent, what a refusal means, and that no address and no text reaches a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from email import message_from_string, policy
from typing import Any

import apprise
import pytest
from apprise_peer import (
    DINGTALK_FAST,
    DINGTALK_OK,
    DINGTALK_SIGN,
    FEISHU_FAST,
    FEISHU_KEYWORD,
    FEISHU_OK,
    FEISHU_OLD_OK,
    WECOM_FAST,
    WECOM_NO_ROBOT,
    WECOM_OK,
    Answer,
    Peer,
    a_mail_peer,
    a_peer,
)

from bot.staff import Poster
from bot.webhooks import WECOM, Webhook
from models.errors import ChannelFailed

SECRETS = {
    "wecombot": "wecombot://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa",
    "dingtalk": "dingtalk://dingtoken0123456789",
    "feishu": "feishu://f19aaaaa-bbbb-cccc-dddd-000000000000",
    "lark": "lark://a19aaaaa-bbbb-cccc-dddd-000000000000",
}
OKS = {"wecombot": WECOM_OK, "dingtalk": DINGTALK_OK, "feishu": FEISHU_OK, "lark": FEISHU_OLD_OK}


@pytest.fixture(autouse=True)
def _straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy between the test and its peer."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with a_peer() as peer:
        yield peer


def sent(schema: str, peer: Peer, text: str = "工单 5 派给你", seconds: float = 5) -> None:
    """One text to a service that stands on the peer."""
    url = SECRETS.get(schema, f"{schema}://{peer.host}/hook/s3cret?retry=0")
    Poster(dict.fromkeys(SECRETS, f"http://{peer.host}"))(url, text, seconds)


def failure(schema: str, peer: Peer, *answers: Any, **how: Any) -> ChannelFailed:
    """How it fails when the peer answers so."""
    peer.says(*answers)
    with pytest.raises(ChannelFailed) as caught:
        sent(schema, peer, **how)
    return caught.value


@pytest.mark.parametrize("schema", SECRETS)
def test_a_webhook_gets_the_text_and_is_believed_when_its_code_is_zero(schema: str, peer: Peer) -> None:
    peer.says(OKS[schema])
    sent(schema, peer)
    [got] = peer.got
    assert (
        "工单 5 派给你"
        in (got.body.get("text") or got.body.get("content"))[
            {"wecombot": "content", "dingtalk": "content"}.get(schema, "text")
        ]
    )
    assert SECRETS[schema].partition("://")[2] in got.path


def test_dingtalk_is_signed_and_names_whom_the_address_names(peer: Peer) -> None:
    peer.says(DINGTALK_OK)
    Poster({"dingtalk": f"http://{peer.host}"})("dingtalk://SECabc@dingtoken1/13800138000/", "有事", 5)
    [got] = peer.got
    assert "timestamp=" in got.path
    assert "sign=" in got.path
    assert got.body["at"] == {"atMobiles": ["13800138000"], "isAtAll": False}


@pytest.mark.parametrize(
    ("schema", "answer", "retry", "wait"),
    [
        ("wecombot", WECOM_FAST, True, 60),
        ("dingtalk", DINGTALK_FAST, True, 600),
        ("feishu", FEISHU_FAST, True, 60),
        ("wecombot", {"errcode": -1}, True, 0),
        ("wecombot", WECOM_NO_ROBOT, False, 0),
        ("dingtalk", DINGTALK_SIGN, False, 0),
        ("feishu", FEISHU_KEYWORD, False, 0),
        ("lark", {"code": 19001}, False, 0),
        ("wecombot", "<html>登录网络</html>", True, 0),
        ("feishu", {"something": "else"}, True, 0),
        ("wecombot", [1, 2], True, 0),
        ("wecombot", {"errcode": "many"}, True, 0),
    ],
)
def test_a_200_that_refuses_is_no_delivery(schema: str, answer: Any, retry: bool, wait: float, peer: Peer) -> None:
    error = failure(schema, peer, Answer(200, answer))
    assert (error.retry, error.wait) == (retry, wait)


def test_apprise_alone_would_call_the_same_answer_a_delivery(peer: Peer) -> None:
    peer.says(WECOM_FAST)
    plugin: Any = apprise.Apprise.instantiate(SECRETS["wecombot"])
    plugin.api_url = f"http://{peer.host}/cgi-bin/webhook/send"
    assert plugin.notify(body="有事")


@pytest.mark.parametrize("schema", ["wecombot", "json", "form"])
@pytest.mark.parametrize(
    ("status", "retry"), [(429, True), (500, True), (502, True), (408, True), (400, False), (403, False), (404, False)]
)
def test_an_http_status_says_whether_to_try_again(schema: str, status: int, retry: bool, peer: Peer) -> None:
    error = failure(schema, peer, status)
    assert error.retry is retry
    assert error.wait == (60 if status == 429 else 0)


def test_a_webhook_that_says_when_to_come_back_is_obeyed_within_reason(peer: Peer) -> None:
    assert failure("wecombot", peer, Answer(429, headers=(("Retry-After", "90"),))).wait == 90
    assert failure("wecombot", peer, Answer(429, headers=(("Retry-After", "99999"),))).wait == 600
    assert failure("wecombot", peer, Answer(429, headers=(("Retry-After", "Wed"),))).wait == 60


@pytest.mark.parametrize("schema", ["wecombot", "json"])
def test_a_slow_answer_and_one_that_is_cut_off_are_tried_again(schema: str, peer: Peer) -> None:
    assert failure(schema, peer, Answer(wait=True), seconds=0.2).retry
    if schema == "wecombot":  # a JSON receiver has said 200 by then
        assert failure(schema, peer, Answer(body=WECOM_OK, cut=True)).retry


@pytest.mark.parametrize("schema", ["wecombot", "json"])
def test_nobody_there_is_tried_again(schema: str, peer: Peer) -> None:
    peer.close()
    assert failure(schema, peer, seconds=1).retry


def test_a_json_receiver_gets_the_whole_text(peer: Peer) -> None:
    sent("json", peer, "第一行\n第二行 & <3")
    [got] = peer.got
    assert (got.path, got.body["message"]) == ("/hook/s3cret", "第一行\n第二行 & <3")


def test_a_redirect_of_a_webhook_is_not_followed(peer: Peer) -> None:
    error = failure("wecombot", peer, Answer(302, headers=(("Location", f"http://{peer.host}/elsewhere"),)))
    assert not error.retry
    assert len(peer.got) == 1


@pytest.mark.parametrize("url", ["", "nonsense", "wecombot://", "json://", "nosuch://host/x"])
def test_an_address_that_means_nothing_is_refused_without_a_send(url: str) -> None:
    with pytest.raises(ChannelFailed) as caught:
        Poster()(url, "有事", 1)
    assert not caught.value.retry


@pytest.mark.parametrize("schema", [*SECRETS, "json"])
def test_no_log_and_no_error_holds_an_address_or_a_text(
    schema: str, peer: Peer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    peer.says(OKS.get(schema, {}), 500, Answer(200, {"errcode": 93000, "code": 19001}), 404)
    said = [str(_try(schema, peer)) for _ in range(4)]
    out, err = capfd.readouterr()
    heard = "\n".join([*said, *(r.getMessage() for r in caplog.records), out, err])
    secret = SECRETS.get(schema, "/s3cret").partition("://")[2] or "s3cret"
    assert secret not in heard
    assert "绝不外传" not in heard


def _try(schema: str, peer: Peer) -> ChannelFailed | None:
    try:
        sent(schema, peer, "绝不外传")
    except ChannelFailed as error:
        return error
    return None


def test_a_webhook_does_not_show_its_address() -> None:
    assert "k3y" not in repr(Webhook(WECOM, "https://qyapi.weixin.qq.com/?key=k3y", {"text": "k3y"}))


SMS_OK, SMS_NO = {"result": [{"message_id": 4753, "status": "ok"}]}, {"result": [{"status": "error"}]}


def _by_sms(peer: Peer, text: str = "工单 5 派给你") -> None:
    """By an SMS gateway that stands in the house (SMSEagle)."""
    Poster()(f"smseagle://t0ken@{peer.host}/13800138000", text, 5)


def test_a_text_message_goes_to_its_telephone_as_it_is(peer: Peer) -> None:
    peer.says(SMS_OK)
    _by_sms(peer, "工单 5 派给你\n3 栋停电")
    [got] = peer.got
    said = got.body["params"]
    assert (said["to"], said["message"], said["message_type"]) == ("13800138000", "工单 5 派给你\n3 栋停电", "sms")


@pytest.mark.parametrize(
    ("answer", "retry", "wait"), [(429, True, 60), (500, True, 0), (403, False, 0), (Answer(200, SMS_NO), True, 0)]
)
def test_an_sms_gateway_that_refuses_is_a_failure(answer: Any, retry: bool, wait: float, peer: Peer) -> None:
    peer.says(answer)
    with pytest.raises(ChannelFailed) as caught:
        _by_sms(peer)
    assert (caught.value.retry, caught.value.wait) == (retry, wait)
    assert "t0ken" not in str(caught.value)


def test_a_mail_has_the_first_words_as_its_subject_and_the_text_as_it_is() -> None:
    with a_mail_peer() as peer:
        host, port = peer.server_address[:2]
        Poster()(f"mailto://{host}:{port}?from=bot@example.cn&to=duty@example.cn", "工单 5 派给你\n<3 栋>", 5)
    [mail] = peer.mails
    parsed = message_from_string(mail, policy=policy.default)
    assert parsed["to"] == "duty@example.cn"
    assert parsed["subject"] == "网格服务机器人：工单 5 派给你"
    assert parsed.get_content_type() == "text/plain"
    assert parsed.get_content().replace("\r\n", "\n").strip() == "工单 5 派给你\n<3 栋>"


def test_a_mailbox_that_refuses_is_a_failure() -> None:
    with a_mail_peer() as peer:
        peer.answers.append("550 no such user")
        host, port = peer.server_address[:2]
        with pytest.raises(ChannelFailed):
            Poster()(f"mailto://{host}:{port}?from=bot@example.cn&to=nobody@example.cn", "有事", 5)
