"""Helps schemathesis past the door, and notes which answers it got.

Generated requests stay as wild as they are. Only what would be refused before anything else is looked at,
and what no schema can say, is made good in most of them: a webhook's signature, a person's name, a callback
that the settings allow, an id of a session that is there. The sandbox takes a request without Authorization
as the back end's, and `Bearer user:ID` as a person's.
"""

import collections
import datetime
import hashlib
import hmac
import json
import os
import random
import uuid

import schemathesis

API_KEY = os.environ["API_KEY"]
SECRET = os.environ["SHARED_SECRET"].encode()
ANSWERS = os.environ["ANSWERS"]
CALLBACK = "https://shop.example/verified"

dice = random.Random(1)
sessions: list[str] = []
answers: collections.Counter[str] = collections.Counter()


@schemathesis.hook
def before_call(context, case, kwargs):
    if dice.random() < 0.25:
        return
    case.headers.pop("Authorization", None)
    if dice.random() < 0.3:
        case.headers["Authorization"] = "Bearer user:" + dice.choice("abc")
    if case.operation.label == "POST /webhooks/veriff":
        sign(case)
    elif case.operation.label == "POST /sessions":
        complete(case)
    elif sessions and "id" in case.path_parameters:
        case.path_parameters["id"] = dice.choice(sessions)


@schemathesis.hook
def after_call(context, case, response):
    answers[f"{case.operation.label} {response.status_code}"] += 1
    if case.operation.label == "POST /sessions" and response.status_code == 201:
        sessions.append(response.json()["sessionId"])
    # Nothing else could be asked of it.
    if case.operation.label == "DELETE /sessions/{id}" and response.status_code == 200:
        erased = case.path_parameters.get("id")
        sessions[:] = [session for session in sessions if session != erased]
    with open(ANSWERS, "w", encoding="utf-8") as file:
        json.dump(answers, file, indent=1, sort_keys=True)


def sign(case):
    """A genuine delivery of whatever was generated."""
    if not isinstance(case.body, (dict, list, str, int, float, bool, type(None))):
        return
    body = json.dumps(case.body).encode()
    case.body = body
    case.headers["X-AUTH-CLIENT"] = API_KEY
    case.headers["X-HMAC-SIGNATURE"] = hmac.new(SECRET, body, hashlib.sha256).hexdigest()


def complete(case):
    """A request that names a person, and nothing that depends on the settings or the time."""
    body = case.body
    verification = body.get("verification") if isinstance(body, dict) else None
    if not isinstance(verification, dict):
        return
    body.pop("integration", None)
    if "Authorization" not in case.headers:
        body["integration"] = dice.choice(["local-test", "local-live"])
    if "Authorization" not in case.headers and not verification.get("vendorData"):
        verification["endUserId"] = str(uuid.UUID(int=dice.getrandbits(128), version=4))
    if "callback" in verification:
        verification["callback"] = CALLBACK
    if "timestamp" in verification:
        verification["timestamp"] = datetime.datetime.now(datetime.UTC).isoformat()
    if isinstance(person := verification.get("person"), dict) and "dateOfBirth" in person:
        person["dateOfBirth"] = "1988-11-23"
