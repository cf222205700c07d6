"""Starts the platform on this machine and watches over it: `python -m feedback.serve`.

The web server and the worker are child processes, each in a group of its own, so that
Ctrl-C reaches this process alone and it stops them in order. Linux ends them too when
this process dies, so none is ever left behind.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

from feedback.config import ROOT, Settings, UnsafeSettings, load_settings

#: Signals that ask for an end.
STOP = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
#: How long a start may take, and how long a child may take to end, in seconds.
START_SECONDS = 60.0
STOP_SECONDS = 15.0
#: A child that ends this often within a minute is not started again.
DEATHS_A_MINUTE = 5

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class CannotStart(RuntimeError):
    """What stands in the way of a start, in one line."""


class Stopped(Exception):
    """Somebody asked for an end."""


def web_command(settings: Settings) -> list[str]:
    """The production server on the address and port of the settings."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.web_workers)),
        *("--blocking-threads", str(settings.web_threads)),
        *("--respawn-failed-workers", "--respawn-interval", "0.1"),
        *("--workers-kill-timeout", "5", "--no-ws"),
        *("--no-access-log", "--log-level", "warning"),
        "wsgi:app",
    ]


def worker_command() -> list[str]:
    """The one process that runs the scheduled jobs."""
    return [sys.executable, "-m", "feedback.commands.jobs", "work"]


def _tie_to_parent() -> None:
    """In the child: end with the parent, and hear signals again."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


@dataclass
class Child:
    """A process that is kept running until it is stopped."""

    name: str
    command: Sequence[str]
    _process: subprocess.Popen[bytes] | None = None
    _deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a process group of its own."""
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_tie_to_parent,
        )

    def exit_code(self) -> int | None:
        """How it ended, or nothing while it runs."""
        return self._process.poll() if self._process else None

    def end(self) -> None:
        """Ask it to end, insist after a while, and sweep up what it started."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                print(f"The {self.name} does not end and is killed.", flush=True)
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # nothing of its group was left
        self._process.wait()
        self._process = None

    def is_hopeless(self) -> bool:
        """Count a death; true when there were too many within a minute."""
        now = time.monotonic()
        self._deaths = [t for t in self._deaths if t > now - 60] + [now]
        return len(self._deaths) >= DEATHS_A_MINUTE


def hold_lock(settings: Settings) -> IO[str]:
    """Keep a second platform off the same data folder for as long as this one runs."""
    settings.make_data_dir()
    folder = settings.data_dir
    lock = (folder / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStart(f"The platform already runs on {folder}.") from None
    return lock


def check_port(settings: Settings) -> None:
    """Say at once that somebody else listens there."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotStart(
                f"Cannot listen on {settings.host} port {settings.port} "
                f"({error.strerror}): set another PORT, as in make run PORT=8001."
            ) from None


def wait_for_news(seconds: float) -> None:
    """Sleep until a child ends, somebody asks for an end, or the time is over."""
    news = signal.sigtimedwait(STOP | {signal.SIGCHLD}, seconds)
    if news is not None and news.si_signo in STOP:
        raise Stopped


def run_preparation() -> None:
    """Bring the database up to the code; its own messages say what went wrong."""
    child = Child("preparation", [sys.executable, "-m", "feedback.prepare"])
    child.start()
    try:
        while child.exit_code() is None:
            wait_for_news(seconds=1)
        if child.exit_code():
            raise CannotStart("Nothing was started.")
    finally:
        child.end()


def is_well(settings: Settings) -> bool:
    """Whether web, database and worker say so themselves."""
    try:
        with urlopen(f"{settings.local_address}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (HTTPError, HTTPException, OSError):
        return False


def wait_until_well(settings: Settings, children: Sequence[Child]) -> None:
    """Return when everything answers; a child that ends now has a fault."""
    until = time.monotonic() + START_SECONDS
    while not is_well(settings):
        for child in children:
            if child.exit_code() is not None:
                raise CannotStart(
                    f"The {child.name} ended with code {child.exit_code()}."
                )
        if time.monotonic() > until:
            raise CannotStart(
                f"Not everything is well after {START_SECONDS:.0f} seconds: "
                f"{settings.local_address}/health says what."
            )
        wait_for_news(seconds=0.1)


def greet(settings: Settings) -> None:
    """Print where things are, and the demonstration's sign-ins."""
    here = settings.local_address
    print(f"\nGóp Ý đang chạy / is running: {settings.province_vi}\n")
    for path, vi, en in (
        ("/", "Trang công khai", "public pages"),
        ("/en/", "Tiếng Anh", "the same in English"),
        ("/phieu", "Nhập mã phiếu", "type the code of a ballot"),
        ("/bien-nhan", "Biên nhận", "open a receipt"),
        ("/dang-nhap", "Cán bộ đăng nhập", "staff sign-in"),
        ("/health", "Tình trạng", "health"),
    ):
        print(f"  {here + path:<36} {vi} / {en}")
    if settings.is_demo and settings.sign_ins_file.exists():
        print(f"\n{settings.sign_ins_file.read_text().rstrip()}")
    print("\nCtrl-C để dừng / stops everything.", flush=True)


def watch(children: Sequence[Child]) -> None:
    """Start again what ends by itself; give up on what keeps ending."""
    while True:
        wait_for_news(seconds=3600)
        for child in children:
            code = child.exit_code()
            if code is None:
                continue
            child.end()
            if child.is_hopeless():
                raise CannotStart(f"The {child.name} keeps ending (code {code}).")
            print(f"The {child.name} ended (code {code}), starting it again.")
            wait_for_news(seconds=0.5)
            child.start()


def serve(settings: Settings) -> None:
    """Prepare, start, greet, watch; return when asked to stop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP | {signal.SIGCHLD})
    lock = hold_lock(settings)
    children = [
        Child("web server", web_command(settings)),
        Child("worker", worker_command()),
    ]
    try:
        check_port(settings)
        run_preparation()
        for child in children:
            child.start()
        wait_until_well(settings, children)
        greet(settings)
        watch(children)
    except Stopped:
        print("\nStopping ...", flush=True)
    finally:
        for child in children:
            child.end()
        lock.close()


def main() -> int:
    """Run until stopped; a fault is one line, not a stack trace."""
    try:
        serve(load_settings())
    except (CannotStart, UnsafeSettings) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
