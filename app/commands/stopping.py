"""Stopping: whoever was connected before a server is asked to stop is served by it; whoever comes later is refused."""

import asyncio
import ctypes
import select
import socket
import struct
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import wait

import structlog
from uvicorn import Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

HANDSHAKE_SECONDS = 0.2
"""How long whoever has begun to connect may take to come to the end of it."""
LET_IN_SECONDS = 2.0
"""How long it may take until everybody who waits to be taken is."""
POLL_SECONDS = 0.01
SO_ATTACH_FILTER = 26  # of Linux; Python has no name for it
NO_SYN = ((0x30, 0, 0, 13), (0x45, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0x40000))
"""A filter (BPF) of four steps: load the flags of a TCP packet; with SYN among them take nothing of it, else all."""


log = structlog.get_logger()


class LeavingServer(Server):
    """A server that takes all who wait to be taken before it closes its socket, as closing it would reset them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take who waits; then stop as any server does."""
        listening = sockets or []
        for each in listening:
            refuse_newcomers(each)
        await asyncio.sleep(HANDSHAKE_SECONDS)
        ends = time.monotonic() + LET_IN_SECONDS
        while is_waited_for(listening) and time.monotonic() < ends:
            await asyncio.sleep(POLL_SECONDS)
        await super().shutdown(sockets)


class ServerProcess(Process):
    """A process that serves, and leaves as one does that serves alone, also where it is asked to by itself."""

    @property
    def server(self) -> Server:
        """The server of this process."""
        if self._server is None:
            self._server = LeavingServer(config=self.config)
        return self._server

    def ping(self, timeout: float = 5) -> bool:
        """Whether it answers in time. One that dies meanwhile does not, and nobody waits for it any longer.

        uvicorn's own would: the end of the pipe that it writes to is open here too.
        """
        try:
            self.parent_conn.send(b"ping")
            if self.parent_conn not in wait([self.parent_conn, self.process.sentinel], timeout):
                return False
            self.parent_conn.recv()
        except (OSError, EOFError):
            return False
        return True


class Supervisor(Multiprocess):
    """Several processes that serve at one socket; one that dies is replaced."""

    def init_processes(self) -> None:
        """Start them."""
        self.processes = [self._start() for _ in range(self.processes_num)]

    def terminate_all(self) -> None:
        """Ask them to stop, once they have taken whoever waits at the socket that they share."""
        for each in self.sockets:
            refuse_newcomers(each)
        time.sleep(HANDSHAKE_SECONDS)
        ends = time.monotonic() + LET_IN_SECONDS
        while is_waited_for(self.sockets) and time.monotonic() < ends:
            time.sleep(POLL_SECONDS)
        super().terminate_all()
        for each in self.sockets:
            each.close()

    def keep_subprocess_alive(self) -> None:
        """Replace those that have died or say nothing any more; one that cannot start ends all."""
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set() or process.is_alive(timeout=self.config.timeout_worker_healthcheck):
                continue
            process.kill()
            process.join()
            if process.exitcode == STARTUP_FAILURE:
                self.should_exit.set()
            else:
                log.warning("worker", died=process.pid)
                self.processes[place] = self._start()

    def _start(self) -> Process:
        process = ServerProcess(self.config, self.sockets)
        process.start()
        return process


def refuse_newcomers(listening: socket.socket) -> None:
    """Have nobody begin to connect to a socket, while those who have can still be taken; on Linux alone.

    Elsewhere one who comes between the last that is taken and the closing is reset.
    """
    if sys.platform != "linux":
        return
    steps = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in NO_SYN))
    program = struct.pack("HL", len(NO_SYN), ctypes.addressof(steps))
    with suppress(OSError):  # closed, or a kernel without filters
        listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def is_waited_for(listening: Sequence[socket.socket]) -> bool:
    """Whether anybody waits to be taken."""
    poll = select.poll()
    for each in listening:
        if each.fileno() >= 0:
            poll.register(each, select.POLLIN)
    return bool(poll.poll(0))
