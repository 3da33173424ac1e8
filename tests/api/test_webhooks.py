"""Telling other systems what happened: signed, only where it is allowed, again until it is taken."""

import base64
import hmac
import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from api_office import integrate
from office import JUNE, Office, new_office
from office_client import OfficeClient, text
from openinsa.api import sending
from openinsa.api.events import EVENTS, announce
from openinsa.api.models import Delivery, Subscription
from openinsa.api.sending import WAITS, TargetNotAllowed, target_of
from openinsa.api.webhooks import EventUnknown, StillOnItsWay, send_again, subscribe, unsubscribe
from openinsa.staffing.actions.months import MonthNotOpen, fill_month, submit_month

pytestmark = pytest.mark.django_db
State = Delivery.State


class Receiver:
    """A real server that answers as told, and keeps what it was sent."""

    def __init__(self, *answers: int) -> None:
        self.answers, self.kept = list(answers), []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.kept.append((dict(self.headers), body.decode(), self.path))
                status = outer.answers.pop(0) if outer.answers else 200
                self.send_response(status)
                self.send_header("Location", f"http://127.0.0.1:{outer.server.server_port}/elsewhere")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook?from=insa"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    with override_settings(WEBHOOK_HOSTS={"127.0.0.1"}):
        yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def office() -> Office:
    return new_office()


def subscribed(office: Office, receiver: Receiver, *events: str) -> str:
    """The secret of a subscription to these events, or to all."""
    made = integrate(office, {"staffing.see": "institution"}).integration
    _one, secret = subscribe(office.hr_officer, made.pk, url=receiver.url, events=list(events or EVENTS))
    return secret


def queued(delivery: Delivery) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'openinsa.api.deliver'"
            " AND (args->>'delivery_id')::bigint = %s",
            [delivery.pk],
        )
        return int(cursor.fetchone()[0])


def send(delivery: Delivery) -> Delivery:
    sending.deliver(delivery.pk, delivery.institution_id)
    return Delivery.objects.get(pk=delivery.pk)


def test_a_message_that_was_not_taken_is_sent_again_and_its_signature_holds(
    office: Office, receiver: Receiver
) -> None:
    secret = subscribed(office, receiver, "month.submitted")
    receiver.answers = [500]
    contract = office.employ("김하늘")
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    (delivery,) = Delivery.objects.all()
    assert (delivery.event, queued(delivery)) == ("month.submitted", 1)
    failed = send(delivery)
    assert (failed.state, failed.attempts, failed.answer[:3]) == (State.WAITING, 1, "500")
    assert queued(delivery) == 2
    taken = send(delivery)
    assert (taken.state, taken.attempts) == (State.DELIVERED, 2)
    (first, _body, path), (second, body, _path) = receiver.kept
    assert path == "/hook?from=insa"
    assert first["webhook-id"] == second["webhook-id"]
    assert json.loads(body)["data"] == {"ids": [month.pk]}
    assert contract.person.name not in body
    signed = f"{second['webhook-id']}.{second['webhook-timestamp']}.{body}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed.encode(), sha256).digest()).decode()
    assert second["webhook-signature"] == f"v1,{expected}"


def test_a_delivered_message_is_not_sent_twice_when_the_queue_repeats_it(
    office: Office, receiver: Receiver
) -> None:
    subscribed(office, receiver)
    announce(office.institution.pk, "run.paid", [7])
    (delivery,) = Delivery.objects.all()
    send(delivery)
    send(delivery)
    assert len(receiver.kept) == 1


def test_what_was_sent_long_ago_leaves_the_log(office: Office, receiver: Receiver) -> None:
    subscribed(office, receiver)
    for number in (1, 2):
        announce(office.institution.pk, "run.paid", [number])
    old, new = Delivery.objects.order_by("pk")
    send(old)
    Delivery.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=91))
    send(new)
    assert [one.pk for one in Delivery.objects.all()] == [new.pk]


def test_what_was_refused_is_told_to_nobody(office: Office, receiver: Receiver) -> None:
    subscribed(office, receiver)
    office.employ("김하늘")
    Delivery.objects.all().delete()
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    with pytest.raises(MonthNotOpen):
        submit_month(office.clerk, month.pk)
    assert [one.event for one in Delivery.objects.all()] == ["month.submitted"]


def test_a_redirection_is_no_way_inside(office: Office, receiver: Receiver) -> None:
    subscribed(office, receiver)
    receiver.answers = [302]
    announce(office.institution.pk, "run.paid", [7])
    failed = send(Delivery.objects.get())
    assert (failed.state, failed.answer[:3], len(receiver.kept)) == (State.WAITING, "302", 1)


def test_after_the_last_try_a_message_is_dead_and_can_be_sent_by_hand(
    office: Office, receiver: Receiver
) -> None:
    subscribed(office, receiver)
    announce(office.institution.pk, "run.paid", [7])
    delivery = Delivery.objects.get()
    with pytest.raises(StillOnItsWay):
        send_again(office.hr_officer, delivery.pk)
    Delivery.objects.update(attempts=len(WAITS))
    receiver.answers = [503]
    assert send(delivery).state == State.DEAD
    page = OfficeClient(office, office.hr_officer, "api")
    subscription = Subscription.objects.get()
    assert "포기함" in text(page.get("subscription", subscription.pk))
    page.post("send_again", subscription.pk, row=[delivery.pk])
    assert send(delivery).state == State.DELIVERED


def test_an_ended_subscription_is_told_nothing_more(office: Office, receiver: Receiver) -> None:
    subscribed(office, receiver)
    announce(office.institution.pk, "run.paid", [7])
    unsubscribe(office.hr_officer, Subscription.objects.get().pk)
    announce(office.institution.pk, "run.paid", [8])
    assert send(Delivery.objects.get()).state == State.DEAD
    assert receiver.kept == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://[::1]/hook",
        "https://10.0.0.8/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.8]/hook",
        "https://[::10.0.0.8]/hook",
        "https://[64:ff9b::10.0.0.8]/hook",
        "https://[64:ff9b:1::10.0.0.8]/hook",
        "https://[2002:a00:8::1]/hook",
        "https://[fec0::1]/hook",
        "https://224.0.0.1/hook",
        "https://user:word@example.com/hook",
        "https://example.com:0/hook",
        "https://example.com:99999/hook",
        "ftp://example.com/hook",
        "https://",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_sent_inside_the_walls_or_without_tls(url: str) -> None:
    with pytest.raises(TargetNotAllowed):
        target_of(url)


def test_a_receiver_that_answers_letter_by_letter_holds_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LONGEST", 0.2)
    listening, over = socket.create_server(("127.0.0.1", 0)), Event()

    def drip() -> None:
        line, _peer = listening.accept()
        with line, suppress(OSError):
            while not over.wait(0.02):
                line.sendall(b"H")

    Thread(target=drip, daemon=True).start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
    with override_settings(WEBHOOK_HOSTS={"127.0.0.1"}), pytest.raises((OSError, HTTPException)):
        sending._post(target_of(url), {}, "{}")
    over.set()
    listening.close()


def test_an_event_that_does_not_exist_cannot_be_subscribed(office: Office, receiver: Receiver) -> None:
    made = integrate(office, {"staffing.see": "institution"}).integration
    with pytest.raises(EventUnknown):
        subscribe(office.hr_officer, made.pk, url=receiver.url, events=["person.born"])


def test_the_secret_is_stored_sealed_and_shown_once(office: Office, receiver: Receiver) -> None:
    made = integrate(office, {"staffing.see": "institution"}).integration
    page = OfficeClient(office, office.hr_officer, "api")
    told = page.post("new_subscription", made.pk, url=receiver.url, events=["run.paid"])
    assert "whsec_" in text(told)
    assert b"whsec_" not in bytes(Subscription.objects.get().secret_sealed)
    assert "whsec_" not in text(page.get("subscription", Subscription.objects.get().pk))
