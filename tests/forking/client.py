"""Has a command run in a fork: hands over its arguments, folder, environment and three streams.

Loads next to nothing, because it is started once for every command of a page.
"""

import marshal
import os
import socket
import sys


def ask(
    address: str,
    program: str,
    arguments: list[str],
    folder: str,
    environment: dict[str, str],
    streams: tuple[int, int, int],
) -> socket.socket:
    """Ask the server for a fork; return the socket on which the fork tells its code."""
    request = marshal.dumps((program, arguments, folder, environment))
    server = socket.socket(socket.AF_UNIX)
    server.connect(address)
    socket.send_fds(server, [len(request).to_bytes(8, "big")], streams)
    server.sendall(request)
    return server


def answer(server: socket.socket) -> int:
    """Wait until the fork ends; return its code."""
    with server:
        code = server.recv(1)
    if not code:
        sys.exit("the fork ended without a code")
    return code[0]


def main() -> int:
    """Have a program run with what this process was started with, and end as it ends."""
    address, program, *arguments = sys.argv[1:]
    folder = os.getcwd()  # noqa: PTH109 - pathlib takes longer than all of this
    return answer(ask(address, program, arguments, folder, dict(os.environ), (0, 1, 2)))


if __name__ == "__main__":
    sys.exit(main())
