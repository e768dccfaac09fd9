"""What the contract asks the answer to a request to be, told by the request alone, as it was sent."""

import functools
import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

from jsonschema import Draft202012Validator

TOKEN = "the-token"
# Either name is understood where the token of a platform is asked for.
TOKEN_PARAMETERS = {"access_token", "component_access_token"}

NO_SUCH_ADDRESS = 40066
NOT_GET, NOT_POST = 43001, 43002
NO_TOKEN, WRONG_TOKEN = 41001, 40001
EMPTY, NOT_UTF8, BAD_DATA = 44002, 47002, 47001
REFUSALS = {
    NO_SUCH_ADDRESS, NOT_GET, NOT_POST, NO_TOKEN, WRONG_TOKEN, EMPTY, NOT_UTF8, BAD_DATA,
}


def refusal(operation, request) -> int | None:
    """The code with which a request must be refused; `None` if it must be accepted."""
    definition = operation.definition.raw
    query = parse_qs(urlsplit(request.url).query)
    fixed = [one for one in definition.get("parameters", []) if is_fixed(one)]
    if not all(given(query, parameter) for parameter in fixed):
        return NO_SUCH_ADDRESS
    if request.method != operation.method.upper():
        return NOT_GET if operation.method == "get" else NOT_POST
    names = token_parameters(operation)
    if names:
        tokens = [token for name in names for token in query.get(name, [])]
        if not tokens:
            return NO_TOKEN
        if tokens[0] != TOKEN:
            return WRONG_TOKEN
    schema = strict_request(interface(definition, query))
    if "requestBody" in definition:
        return refusal_of_body(schema, request.body or b"")
    others = {*names, *TOKEN_PARAMETERS, *(parameter["name"] for parameter in fixed)}
    return refusal_of_query(schema, urlsplit(request.url).query, others)


def refusal_of_body(schema: Draft202012Validator, body: bytes | str) -> int | None:
    if not body:
        return EMPTY
    try:
        text = body if isinstance(body, str) else body.decode()
    except UnicodeDecodeError:
        return NOT_UTF8
    try:
        value = json.loads(text, parse_constant=no_json)
        # Half of a surrogate pair can be written in JSON, but stands for no text.
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError:
        return BAD_DATA
    return None if schema.is_valid(value) else BAD_DATA


def refusal_of_query(schema: Draft202012Validator, query: str, others: set[str]) -> int | None:
    """A request without a body travels in the query, where everything is text."""
    pairs = parse_qsl(query, keep_blank_values=True)
    members = {
        name: read(text, member_type(schema.schema, name))
        for name, text in pairs
        if name not in others
    }
    return None if schema.is_valid(members) else BAD_DATA


def member_type(schema: dict, name: str) -> str | None:
    member = schema["properties"].get(name, {})
    definition = member.get("$ref", "").removeprefix("#/$defs/")
    return (schema["$defs"][definition] if definition else member).get("type")


def read(text: str, type: str | None):
    if type == "integer" and re.fullmatch("[+-]?[0-9]+", text):
        return int(text)
    if type == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def token_parameters(operation) -> list[str]:
    """The query parameters of which one carries the token."""
    schemes = operation.schema.raw_schema["components"]["securitySchemes"]
    needed = operation.definition.raw.get("security", [])
    return [schemes[name]["name"] for alternative in needed for name in alternative]


def interface(definition: dict, query: dict[str, list[str]]) -> str:
    """Of the interfaces that share an operation, the one with most of its query there."""
    sharing = definition.get("x-wxopen-endpoints")
    if not sharing:
        return definition["operationId"]
    there = [
        one
        for one in sharing
        if all(query.get(name, [None])[0] == value for name, value in one["query"].items())
    ]
    return max(there, key=lambda one: len(one["query"]))["interface"]


def is_fixed(parameter: dict) -> bool:
    """Whether a parameter belongs to the address, and is no member of the request."""
    return parameter["schema"].get("type") == "string" and "enum" in parameter["schema"]


def given(query: dict[str, list[str]], parameter: dict) -> bool:
    """Whether a fixed query value is there, or missing where it may."""
    values = query.get(parameter["name"])
    if values is None:
        return not parameter["required"]
    return values[0] in parameter["schema"]["enum"]


@functools.cache
def strict_request(interface: str) -> Draft202012Validator:
    [path] = Path(os.environ["WXOPEN_CONTRACTS"]).glob(f"*/{interface}.request.strict.json")
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


def no_json(constant: str):
    raise ValueError(f"{constant} is no JSON")
