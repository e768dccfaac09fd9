"""What schemathesis has to know of WeChat's ways, and the checks that look at `errcode`."""

import json

import requests
import schemathesis
from closing import close_requests
from contract import BAD_DATA, NO_SUCH_ADDRESS, REFUSALS, TOKEN, refusal, token_parameters
from schemathesis.core.parameters import ParameterLocation


@schemathesis.hook
def before_load_schema(context, raw_schema):
    close_requests(raw_schema)


@schemathesis.auth()
class Token:
    def get(self, case, context):
        return TOKEN

    def set(self, case, token, context):
        for name in token_parameters(case.operation):
            case.query[name] = token


@schemathesis.hook
def after_call(context, case, response):
    # The labels of the real service are not to be believed, nor are those of the mock: a client
    # reads every answer as JSON, so response_schema_conformance does too.
    if response.headers.get("content-type") == ["text/plain"]:
        response.headers["content-type"] = ["application/json"]


@schemathesis.check
def answer_fits_request(context, response, case):
    """Good requests are accepted, bad ones refused with the code for what is bad about them."""
    wanted = refusal(case.operation, response.request)
    status = 404 if wanted == NO_SUCH_ADDRESS else 200
    assert response.status_code == status, f"the status is not {status}"
    code = errcode(response)
    if wanted is None:
        assert code not in REFUSALS, f"a good request is refused with {code}"
    else:
        assert code == wanted, f"a bad request is answered with {code} instead of {wanted}"


@schemathesis.check
def documents_agree(context, response, case):
    """The schema of a request allows what the OpenAPI document allows, and nothing else."""
    # Where interfaces share an operation, the document allows the body of one to each of them.
    if case.meta is None or "x-wxopen-endpoints" in case.operation.definition.raw:
        return
    wanted = refusal(case.operation, response.request)
    if case.meta.generation.mode.is_positive:
        assert wanted is None, f"the schema of the request asks for {wanted}"
    elif case.meta.is_negative_at(ParameterLocation.BODY):
        assert wanted is not None, "the schema of the request allows it"


@schemathesis.check
class TokenIsAskedFor:
    """A good request is refused without the token and with another one. Asked once an operation."""

    def __init__(self):
        self.done = set()

    def after_response(self, context, response, case):
        operation = case.operation
        good = refusal(operation, response.request) is None
        if operation.label in self.done or not good or not token_parameters(operation):
            return
        for token in ("", "another-token"):
            request = response.request.copy()
            request.url = request.url.replace(TOKEN, token)
            wanted = refusal(operation, request)
            code = errcode(requests.Session().send(request))
            assert code == wanted, f"the token {token!r} is answered with {code}, not {wanted}"
        self.done.add(operation.label)


@schemathesis.check
class BothWays:
    """Each operation was called with good and with bad data: otherwise nothing was checked."""

    def __init__(self):
        self.seen = {}

    def after_response(self, context, response, case):
        needs_body = "requestBody" in case.operation.definition.raw
        _, seen = self.seen.setdefault(case.operation.label, (needs_body, set()))
        seen.add(errcode(response))

    def after_run(self, context):
        for label, (needs_body, seen) in self.seen.items():
            assert seen - REFUSALS, f"no call of {label} was accepted"
            assert BAD_DATA in seen or not needs_body, f"no body for {label} was refused"


def errcode(response) -> int:
    return int(json.loads(response.content).get("errcode") or 0)
