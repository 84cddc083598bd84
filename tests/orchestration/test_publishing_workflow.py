"""The weekly workflow, run here as a forge would: its own steps, one after another, on a repository on this machine.

What is not run is the forge's own: checking out, installing uv, and the upload of the site that the steps laid out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))
STEPS = WORKFLOW["jobs"]["release"]["steps"]
# In YAML 1.1 the key `on` is the truth value.
TRIGGERS = WORKFLOW[True]
WHAT_A_RUN_NEEDS = (".github", ".gitignore", "pyproject.toml", "uv.lock")


@dataclass(frozen=True)
class Run:
    """How one run of the workflow ended: the step it failed at, null where all went well, and what it said."""

    checkout: Path
    failed_at: str | None
    status: int
    said: str
    summary: str


@dataclass
class Forge:
    """A repository on this machine that runs the workflow, each time in a new checkout as a forge does."""

    folder: Path
    archive: Path
    runs: list[Run] = field(default_factory=list)

    @property
    def repository(self) -> Path:
        return self.folder / "repository.git"

    def run(self, source: Path | None = None, **settings: str) -> Run:
        checkout = self.folder / f"run {len(self.runs)}"
        git("clone", "--quiet", self.repository, checkout)
        summary = self.folder / f"summary {len(self.runs)}"
        environment = self.environment(source or self.archive, summary, settings)
        run = Run(checkout, None, 0, "", "")
        for step in (step for step in STEPS if "run" in step):
            script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(script, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
            failed_at = step["name"] if done.returncode else None
            run = Run(checkout, failed_at, done.returncode, run.said + done.stdout + done.stderr, text_of(summary))
            if failed_at:
                break
        self.runs.append(run)
        return run

    def environment(self, source: Path, summary: Path, settings: dict[str, str]) -> dict[str, str]:
        """What the forge gives, with this test's own environment of Python in the place of one made for the run."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("JTAI_", "DAGSTER_", "GIT_"))}
        python = {"UV_PROJECT_ENVIRONMENT": sys.prefix, "UV_NO_SYNC": "1", "UV_OFFLINE": "1"}
        own = {"JTAI_SOURCE": str(source), "GITHUB_STEP_SUMMARY": str(summary), "JTAI_RETRY_SECONDS": "0"}
        return mine | python | own | {"JTAI_SITE_URL": "https://example.org/jtai", "JTAI_BEGIN": ""} | settings

    def kept(self) -> str:
        """The commit of the branch that keeps the releases; empty before the first."""
        return git("-C", self.repository, "for-each-ref", "--format=%(objectname)", "refs/heads/data").strip()


def git(*arguments: str | Path) -> str:
    identity = ["-c", "user.name=Ambridge", "-c", "user.email=ambridge@localhost", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *arguments], capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout


def text_of(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def site_of(run: Run) -> dict[str, bytes]:
    site = run.checkout / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def new_forge(folder: Path, archive: Path) -> Forge:
    forge, work = Forge(folder, archive), folder / "work"
    git("init", "--quiet", work)
    for name in WHAT_A_RUN_NEEDS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, work / name)
    git("-C", work, "add", "--all")
    git("-C", work, "commit", "--quiet", "--message", "The project")
    git("clone", "--quiet", "--bare", work, forge.repository)
    return forge


@pytest.fixture(scope="module")
def begun(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """A forge whose first run has released everything."""
    forge = new_forge(tmp_path_factory.mktemp("forge"), archive)
    run = forge.run(JTAI_BEGIN="true")
    assert run.failed_at is None, run.said
    return forge


@pytest.fixture
def forge(begun: Forge, tmp_path: Path) -> Forge:
    """A copy of it, for a test to change."""
    copy = Forge(tmp_path, begun.archive, list(begun.runs))
    shutil.copytree(begun.repository, copy.repository)
    return copy


def test_a_second_run_with_nothing_new_leaves_the_site_and_the_branch_as_they_are(forge: Forge) -> None:
    first, kept = forge.runs[0], forge.kept()
    second = forge.run()
    assert (second.failed_at, second.said.lower().count("no changes")) == (None, 3), second.said
    assert site_of(second) == site_of(first)
    assert forge.kept() == kept


def test_the_first_run_keeps_the_release_and_the_letters_and_nothing_that_can_be_made_again(forge: Forge) -> None:
    kept = set(git("-C", forge.repository, "ls-tree", "--name-only", "data").split())
    assert kept == {".gitattributes", ".gitignore", "files", "manual", "releases"}
    assert len(git("-C", forge.repository, "ls-tree", "-r", "--name-only", "data", "files/").split()) >= 14
    site = forge.runs[0].checkout / "site"
    assert '"new_letters": 14' in text_of(site / "manifest.json")
    assert 'href="https://example.org/jtai/feed.xml"' in text_of(site / "feed.xml")


@pytest.fixture
def without_a_letter(archive: Path, tmp_path: Path) -> Iterator[None]:
    """The archive while an authority's folder is gone; a copy elsewhere would be another source."""
    gone = min(archive.iterdir())
    shutil.move(gone, tmp_path / "gone")
    yield
    shutil.move(tmp_path / "gone", gone)


@pytest.mark.usefixtures("without_a_letter")
def test_a_letter_that_vanished_since_the_kept_release_stops_the_run_with_the_reason_in_its_summary(
    forge: Forge,
) -> None:
    kept = forge.kept()
    stopped = forge.run()
    assert (stopped.failed_at, stopped.status) == ("Refresh", 1)
    assert "Checks blocked the release" in stopped.summary
    assert "no_released_letter_vanished" in stopped.summary
    assert (stopped.checkout / "data" / "data_docs" / "index.html").exists(), "what the artifact shows"
    assert not (stopped.checkout / "site").exists()
    assert forge.kept() == kept


def test_a_source_that_cannot_be_reached_is_tried_again_and_then_ends_red(forge: Forge, tmp_path: Path) -> None:
    kept = forge.kept()
    stopped = forge.run(tmp_path / "nowhere", JTAI_TRIES="2")
    assert (stopped.failed_at, stopped.status) == ("Refresh", 3)
    assert stopped.said.count("nowhere is empty or does not exist") == 2
    assert "could not be reached in 2 tries" in stopped.summary
    assert forge.kept() == kept


def test_a_branch_that_is_gone_is_no_first_run_unless_someone_says_so(forge: Forge) -> None:
    git("-C", forge.repository, "branch", "-D", "data")
    stopped = forge.run()
    assert (stopped.failed_at, stopped.status) == ("Restore the releases so far", 1)
    assert "bring the branch back" in stopped.summary
    assert forge.kept() == ""


def test_a_repository_that_cannot_be_asked_is_no_first_run_either(forge: Forge, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git("clone", "--quiet", forge.repository, clone)
    shutil.rmtree(forge.repository)
    done = subprocess.run(
        [".github/weekly", "restore"],
        cwd=clone,
        env=os.environ | {"JTAI_BEGIN": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode not in (0, 1, 2)
    assert not (clone / "data").exists()


def test_what_another_run_has_kept_meanwhile_is_not_overwritten(forge: Forge) -> None:
    clone = forge.folder / "clone"
    git("clone", "--quiet", forge.repository, clone)
    restored = subprocess.run([".github/weekly", "restore"], cwd=clone, check=True, capture_output=True)
    assert restored.returncode == 0
    (clone / "data" / "manual" / "acknowledged_withdrawals.csv").write_text("mine")
    other = forge.folder / "other"
    git("clone", "--quiet", "--branch", "data", forge.repository, other)
    (other / "manual" / "acknowledged_withdrawals.csv").write_text("theirs")
    git("-C", other, "add", "--all")
    git("-C", other, "commit", "--quiet", "--message", "An acknowledged withdrawal")
    git("-C", other, "push", "--quiet", "origin", "HEAD:refs/heads/data")
    saved = subprocess.run([".github/weekly", "save"], cwd=clone, check=False, capture_output=True, text=True)
    assert saved.returncode != 0
    assert git("-C", forge.repository, "show", "data:manual/acknowledged_withdrawals.csv") == "theirs"


def test_the_workflow_runs_weekly_and_by_hand_never_twice_at_once_and_with_no_more_rights_than_it_needs() -> None:
    assert set(TRIGGERS) == {"schedule", "workflow_dispatch"}
    assert [entry["cron"].split()[-1] for entry in TRIGGERS["schedule"]] == ["1"]
    assert WORKFLOW["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    rights = {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()}
    assert WORKFLOW["permissions"] == {}
    assert rights == {
        "release": {"contents": "write", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }


def test_only_the_steps_that_fetch_and_push_are_given_the_token() -> None:
    given = [step["name"] for step in STEPS if "FORGE_TOKEN" in step.get("env", {})]
    assert given == ["Restore the releases so far", "Save the releases"]
    checkout = STEPS[0]
    assert checkout["uses"].startswith("actions/checkout@")
    assert checkout["with"] == {"persist-credentials": False}


def test_the_site_is_uploaded_only_after_its_releases_are_kept_and_data_docs_only_after_a_failure() -> None:
    names = [step.get("name") or step["uses"].partition("@")[0] for step in STEPS]
    assert names.index("Save the releases") < names.index("actions/upload-pages-artifact")
    assert WORKFLOW["jobs"]["deploy"]["needs"] == "release"
    assert {step["name"]: step["if"] for step in STEPS if "if" in step} == {"Keep what the gates saw": "failure()"}


def test_no_value_from_outside_is_written_into_a_script() -> None:
    assert not [step["run"] for step in STEPS if "${{" in step.get("run", "")]
