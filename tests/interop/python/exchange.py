"""Makes the exchange with the mock, through types made of the OpenAPI document. See ../README.md."""

import http.client
import json
import os
import sys
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel, RootModel
from wechat import (
    Failure,
    GetLinkMiniprogram,
    GetLinkMiniprogramLinkedMiniprogram,
    GetLinkMiniprogramReply,
    GetOpenAccount,
    GetOpenAccountReply,
    LinkMiniprogram,
    LinkMiniprogramReply,
    NotifyUsers,
    ShowProfile,
)

TOKEN = "the-token"
CONTRACTS = Path(os.environ["WXOPEN_CONTRACTS"])
CODES = json.loads((CONTRACTS / "codes.json").read_text("utf-8"))["interfaces"]
PATHS = {
    operation["operationId"]: path
    for path, methods in json.loads((CONTRACTS / "openapi.json").read_text("utf-8"))["paths"].items()
    for operation in methods.values()
}

Reply = TypeVar("Reply", bound=BaseModel)


class Refused(Exception):
    """An answer with a code other than 0."""

    def __init__(self, interface: str, failure: Failure):
        self.interface = interface
        self.code = int(failure.errcode)

    def __str__(self) -> str:
        of_interface, of_all = CODES[self.interface], CODES["*"]
        known = of_interface.get(str(self.code)) or of_all[str(self.code)]
        return f"{self.code} {known['name']} ({known['class']}): {known['remedy']['en']}"


class Client:
    """The mock, spoken to in types."""

    def __init__(self, address: str):
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)

    def call(self, interface: str, request: BaseModel, reply: type[Reply]) -> Reply:
        path = f"{PATHS[interface]}?{urlencode({'access_token': TOKEN})}"
        # What is not set must be absent: `null` is no value of a request.
        body = request.model_dump_json(exclude_unset=True).encode()
        self.connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = self.connection.getresponse().read()
        # The types alone cannot tell a failure: they have lost that its code is not 0.
        if int(json.loads(answer).get("errcode") or 0) != 0:
            raise Refused(interface, Failure.model_validate_json(answer))
        return reply.model_validate_json(answer)


def plain(value):
    """What is inside of a form that has a type of its own: a text, a number, a flag, a list."""
    while isinstance(value, RootModel):
        value = value.root
    return getattr(value, "value", value)


def items(value) -> list:
    """A list in any of its forms: text and objects stand for an empty one."""
    inside = plain(value)
    return inside if isinstance(inside, list) else []


def described(item: GetLinkMiniprogramLinkedMiniprogram) -> str:
    status = int(plain(item.status))
    functions = len(items(item.func_infos or item.func_info))
    name = plain(item.nickname)
    return f"{name} status={status} selected={flag(item.selected)} functions={functions}"


def flag(value) -> str:
    """A flag in any of its forms: number, boolean, or a string of either."""
    if value is None:
        return "-"
    return "1" if plain(value) in (1, "1", "true") else "0"


def main() -> None:
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    client = Client(os.environ["WXOPEN_MOCK"])

    account = client.call("getOpenAccount", GetOpenAccount(), GetOpenAccountReply)
    print(f"getOpenAccount: {plain(account.open_appid)}")

    link = LinkMiniprogram(
        appid="wx0123456789abcdef", notify_users=NotifyUsers(0), show_profile=ShowProfile(1)
    )
    for _ in range(2):
        try:
            client.call("linkMiniprogram", link, LinkMiniprogramReply)
            print("linkMiniprogram: ok")
        except Refused as refused:
            print(f"linkMiniprogram: {refused}")

    for _ in range(2):
        reply = client.call("getLinkMiniprogram", GetLinkMiniprogram(), GetLinkMiniprogramReply)
        for item in items(reply.wxopens.items):
            print(f"getLinkMiniprogram: {described(item)}")


main()
