"""The owners' Terraform: it has the endpoint parameter, without `ignore_changes`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from demo.stage import PARAMETER

SECONDS = 120
# Names the folder of providers on a machine without a network; elsewhere `init` finds or fetches them itself.
PLUGINS = "TF_PLUGIN_DIR"
MAIN = """
terraform {{
  required_providers {{
    aws = {{ source = "hashicorp/aws" }}
  }}
}}

provider "aws" {{
  region                      = "{region}"
  access_key                  = "TERRAFORM"
  secret_key                  = "local"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  endpoints {{
    ssm = "{endpoint}"
  }}
}}

import {{
  to = aws_ssm_parameter.endpoint
  id = "{parameter}"
}}

resource "aws_ssm_parameter" "endpoint" {{
  name  = "{parameter}"
  type  = "String"
  value = "{value}"
}}
"""


class Terraform:
    """The real one, if it is on PATH and finds its AWS provider; a folder of its own until `end`.

    lacks: what it does without, in words; empty where it is there
    """

    def __init__(self, environment: dict[str, str], value: str):
        self.lacks = "" if shutil.which("terraform") else "there is no terraform on PATH"
        self._folder = Path(tempfile.mkdtemp(prefix="terraform-"))
        self._folder.joinpath("main.tf").write_text(
            MAIN.format(
                region=environment["AWS_REGION"],
                endpoint=environment["AWS_ENDPOINT_URL"],
                parameter=PARAMETER,
                value=value,
            )
        )

    @property
    def is_ready(self) -> bool:
        return not self.lacks

    def begin(self) -> str:
        """Takes the parameter into Terraform's state, as it is. What came of it, in a line."""
        local = [f"-plugin-dir={os.environ[PLUGINS]}"] if os.environ.get(PLUGINS) else []
        if self.is_ready and (failure := self._run("init", "-input=false", *local)[1]):
            self.lacks = f"terraform init: {failure}"
        return f"Terraform: {self.apply()}" if self.is_ready else f"Terraform: {self.lacks}"

    def apply(self) -> str:
        """Its own words on what it did. Raises AssertionError where it fails."""
        said, failure = self._run("apply", "-auto-approve", "-input=false")
        assert not failure, f"terraform apply: {failure}"
        return next(line for line in said.splitlines() if line.startswith("Apply complete"))

    def end(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, *arguments: str) -> tuple[str, str]:
        """What it said, and where it failed, why: in one line."""
        environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
        if not Path(environment.get("TF_CLI_CONFIG_FILE", "")).is_file():
            # One that names a file that is not there is an error.
            environment.pop("TF_CLI_CONFIG_FILE", None)
        try:
            ran = subprocess.run(
                ["terraform", arguments[0], "-no-color", *arguments[1:]],
                cwd=self._folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return "", f"no end within {SECONDS} s"
        told = [line for line in ran.stderr.splitlines() if line.strip("│╷╵ ")]
        return ran.stdout, " ".join(told)[:300] if ran.returncode else ""
