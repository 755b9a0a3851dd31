"""One execution environment of a function: the runtime interface emulator with the real Java runtime client under it.

Both are AWS's own: the emulator comes with the AWS SAM CLI, the client with Lambda's managed Java runtime.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import socket
import subprocess
import tempfile
import time
import uuid
import zipfile
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from world.lambda_template import Function
from world.ports import free_port
from world.processes import Processes

REPOSITORY = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 20
START_ATTEMPTS = 3
# Beyond the function's timeout, which the emulator keeps itself: the first call also starts the JVM.
PATIENCE_SECONDS = 30

# The managed runtime's: https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html
JVM_OPTIONS = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED"]
HEAP_PERCENT = 85
NATIVE_LIBRARY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI"
RUNTIME_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"

# The runtime client reports a function's error as an object of these keys, the first two always.
ERROR_KEYS = {"errorType", "errorMessage", "stackTrace", "cause"}


@dataclass(frozen=True)
class Installation:
    """Where Lambda's own parts are on this machine."""

    java_home: Path
    sam_python: Path
    ric: Path

    @classmethod
    def prepared(cls) -> Installation:
        """Installs what is missing, with progress on stderr. Raises RuntimeError if that fails, the reason being there."""
        script = REPOSITORY / "bin" / "lib" / "lambda-runtime.sh"
        made = subprocess.run(["bash", str(script)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        if made.returncode != 0:
            raise RuntimeError("Lambda's runtime could not be made ready")
        return cls(**{name: Path(path) for name, path in json.loads(made.stdout).items()})

    @property
    def emulator(self) -> Path:
        architecture = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
        found = self.sam_python.parents[1].glob(f"lib/python*/site-packages/samcli/local/rapid/*-rie-{architecture}")
        return next(found)


@dataclass(frozen=True)
class Answer:
    """What an invocation came to.

    body: the function's response, or the error object
    failed: whether that is a function error
    reusable: whether the environment lives on; Lambda makes a new one after a timeout or a crash
    """

    body: bytes
    failed: bool
    reusable: bool


class Runtime:
    """A running environment. Takes one invocation at a time; the JVM starts with the first."""

    def __init__(
        self,
        function: Function,
        environment: dict[str, str],
        code: Path,
        installation: Installation,
        processes: Processes,
        log: Path,
        scratch: Path,
    ) -> None:
        """scratch: where to make the environment's /tmp; the caller removes it, once no environment is being made

        Raises RuntimeError if the emulator does not start.
        """
        self._function = function
        self._processes = processes
        for _ in range(START_ATTEMPTS):
            # Found free one moment and taken the next; then there is another.
            self._port, api_port = free_port(HOST), free_port(HOST)
            # Each environment has a /tmp of its own, as in Lambda.
            own = Path(tempfile.mkdtemp(dir=scratch))
            command = _command(function, code, installation, own, self._port, api_port)
            self._process = processes.start(command, environment | {"LAMBDA_TASK_ROOT": str(code)}, log)
            if self._listens():
                return
            self.stop()
        raise RuntimeError(f"the runtime of {function.name} does not start, see {log}")

    def invoke(self, payload: bytes) -> Answer:
        connection = HTTPConnection(HOST, self._port, timeout=self._function.timeout + PATIENCE_SECONDS)
        try:
            connection.request("POST", "/2015-03-31/functions/function/invocations", payload)
            answer = connection.getresponse()
            return self._judged(answer.status, answer.read())
        except TimeoutError:
            return self._timed_out()
        except (OSError, HTTPException):
            return error("Runtime.ExitError", "Runtime exited without providing a reason")
        finally:
            connection.close()

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> bool:
        """SIGKILL for the JVM, whatever it is at; the invocation comes out as a crash. False: there is no JVM.

        The emulator alone is no use: its JVM would go on, and do what it has begun.
        """
        try:
            victims = _children(self._process.pid)
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
            return bool(victims)
        except (FileNotFoundError, ProcessLookupError):
            # It has just ended by itself.
            return False

    def stop(self) -> None:
        """Ends the emulator, and with it the JVM: its runtime client ends when there is no emulator to ask for work."""
        self._processes.stop(self._process)

    def _listens(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.alive():
            with socket.socket() as attempt:
                if attempt.connect_ex((HOST, self._port)) == 0:
                    return True
            time.sleep(0.01)
        return False

    def _judged(self, status: int, body: bytes) -> Answer:
        if status != 200:
            # The JVM ended; the body is the error object that Lambda would give.
            return Answer(body, failed=True, reusable=False)
        # Plain text, which no function's response can be: that is JSON.
        if body == f"Task timed out after {self._function.timeout}.00 seconds".encode():
            return self._timed_out()
        return Answer(body, failed=_is_error(body), reusable=True)

    def _timed_out(self) -> Answer:
        return error("Sandbox.Timedout", f"Task timed out after {self._function.timeout}.00 seconds")


def _children(pid: int) -> list[int]:
    """Of any of its threads. Raises FileNotFoundError or ProcessLookupError where it, or one of them, has ended."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


def _is_error(body: bytes) -> bool:
    """The emulator does not tell an error from a response; Lambda does. As `sam local` does, this goes by the form."""
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and {"errorType", "errorMessage"} <= said.keys() <= ERROR_KEYS


def error(kind: str, reason: str) -> Answer:
    """The answer of an environment that is no more, as Lambda words it."""
    message = f"RequestId: {uuid.uuid4()} Error: {reason}"
    body = json.dumps({"errorType": kind, "errorMessage": message}).encode()
    return Answer(body, failed=True, reusable=False)


def _command(
    function: Function, code: Path, installation: Installation, scratch: Path, port: int, api_port: int
) -> list[str]:
    emulator = [
        *(str(installation.emulator), "--log-level", "error"),
        *("--runtime-interface-emulator-address", f"{HOST}:{port}"),
        *("--runtime-api-address", f"{HOST}:{api_port}"),
    ]
    java = [
        str(installation.java_home / "bin" / "java"),
        f"-XX:MaxHeapSize={function.memory * HEAP_PERCENT // 100}m",
        f"-Djava.io.tmpdir={scratch}",
        f"-D{NATIVE_LIBRARY}={_native_library(installation.ric, scratch)}",
        *JVM_OPTIONS,
        *("-cp", f"{installation.ric}/*", RUNTIME_CLIENT, function.handler),
    ]
    return ["env", "--chdir", str(code), *emulator, *java]


def _native_library(ric: Path, folder: Path) -> Path:
    """The runtime client's native library, unpacked where no other JVM writes.

    Left to itself the client unpacks it to one fixed path in /tmp, and a JVM that loads it while another one unpacks it ends
    with SIGBUS.
    """
    machine = {"x86_64": "x86_64", "aarch64": "aarch_64"}[platform.machine()]
    jar = next(ric.glob("aws-lambda-java-runtime-interface-client-*.jar"))
    library = folder / "libaws-lambda-jni.so"
    with zipfile.ZipFile(jar) as packed:
        library.write_bytes(packed.read(f"jni/libaws-lambda-jni.linux-{machine}.so"))
    return library
