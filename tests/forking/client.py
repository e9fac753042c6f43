"""Has a command run in a fork: hands over its arguments, folder, environment and three streams.

Loads next to nothing, because it is started once for every command.
"""

import marshal
import os
import socket
import sys


def main() -> int:
    """Ask the server for a fork, and end as the fork ends."""
    address, *arguments = sys.argv[1:]
    request = marshal.dumps((arguments, os.getcwd(), dict(os.environ)))  # noqa: PTH109 - pathlib takes longer than all of this
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        socket.send_fds(server, [len(request).to_bytes(8, "big")], [0, 1, 2])
        server.sendall(request)
        code = server.recv(1)
    if not code:
        sys.exit("the fork ended without a code")
    return code[0]


if __name__ == "__main__":
    sys.exit(main())
