"""The one HTTP port of the world: AWS, Lambda's Invoke, the load balancer's route and the control API."""

from __future__ import annotations

import io
import json
import logging
import re
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import unquote

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from world.call_faults import Answer, CallFaults
from world.calls import CallLog, action, caller

LOG = logging.getLogger(__name__)
INVOKE = re.compile(r"/2015-03-31/functions/([^/]+)/invocations")
CONTROL = "/_world/"
LOAD_BALANCER = "/_world/api"


class Gateway:
    """A WSGI application.

    witnessed: takes a call's service, action and body before it is done, returns what is to be written down of it
    faults: takes the caller's user agent, returns what its calls meet, if anything
    control: takes method, path below /_world/ and the JSON body, returns what to answer as JSON
    balance: takes method, path with query, headers and body of a caller's request to the API
    invoke: takes a function's name or ARN, the payload and the invocation type
    """

    def __init__(
        self,
        log: CallLog,
        witnessed: Callable[[str, str, bytes], dict | None],
        faults: Callable[[str], CallFaults | None],
        control: Callable[[str, str, dict], object],
        balance: Callable[[str, str, dict[str, str], bytes], Answer],
        invoke: Callable[[str, bytes, str], Answer],
    ):
        self._log = log
        self._witnessed = witnessed
        self._faults = faults
        self._control = control
        self._balance = balance
        self._invoke = invoke
        self._aws = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(LOAD_BALANCER + "/"):
            return _answer(start_response, *self._balanced(environ, path))
        if path.startswith(CONTROL):
            return _answer(start_response, *self._controlled(environ, path))
        return self._aws_call(environ, start_response, path)

    def _aws_call(self, environ: dict, start_response: Callable, path: str) -> Iterable[bytes]:
        begun, heads = time.monotonic(), []
        body = _body(environ)
        service, key = caller(environ.get("HTTP_AUTHORIZATION", ""))
        function = INVOKE.fullmatch(path)
        named = "Invoke " + unquote(function[1]) if function else action(environ, body)
        witnessed = self._witnessed(service, named, body)

        def ended(status: int, service: str = service) -> None:
            self._log.add(begun, service, named, key, status, witnessed)

        faults = self._faults(environ.get("HTTP_USER_AGENT", ""))
        if faults:
            if refusal := faults.answer(named, body):
                ended(refusal[0])
                return _answer(start_response, *refusal)
            _put_body(environ, body := faults.paged(named, body))
        if function:
            kind = environ.get("HTTP_X_AMZ_INVOCATION_TYPE", "RequestResponse")
            answer = self._invoke(unquote(function[1]), body, kind)
            ended(answer[0], "lambda")
            return _answer(start_response, *answer)

        answer = list(self._aws(environ, lambda *head: heads.append(head)))
        if lost := faults and faults.lost(named, body):
            ended(lost[0])
            return _answer(start_response, *lost)
        ended(int(heads[-1][0].split()[0]))
        start_response(*heads[-1])
        return answer

    def _controlled(self, environ: dict, path: str) -> Answer:
        try:
            asked = json.loads(_body(environ) or b"{}")
            status, shown = 200, self._control(environ["REQUEST_METHOD"], path.removeprefix(CONTROL), asked)
        except LookupError as unknown:
            status, shown = 404, {"error": str(unknown.args[0])}
        except ValueError as wrong:
            status, shown = 400, {"error": str(wrong)}
        except Exception as failure:
            LOG.exception("a request to the control API failed")
            status, shown = 500, {"error": f"{type(failure).__name__}: {failure}"}
        return status, {"Content-Type": "application/json"}, json.dumps(shown).encode()

    def _balanced(self, environ: dict, path: str) -> Answer:
        query = environ.get("QUERY_STRING", "")
        target = path.removeprefix(LOAD_BALANCER) + ("?" + query if query else "")
        headers = {"Content-Type": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
        return self._balance(environ["REQUEST_METHOD"], target, headers, _body(environ))


def _body(environ: dict) -> bytes:
    """Reads the request's body, and leaves it to be read again."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _put_body(environ: dict, body: bytes) -> None:
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))


def _answer(start_response: Callable, status: int, headers: dict[str, str], body: bytes) -> Iterable[bytes]:
    headers = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    start_response(f"{status} {HTTPStatus(status).phrase}", [*headers.items(), ("Content-Length", str(len(body)))])
    return [body]
