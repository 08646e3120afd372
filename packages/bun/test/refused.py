"""Runs the command of its arguments where the kernel refuses (EPERM) setsockopt(2) of SO_BROADCAST, and listen(2) with a backlog of 7."""

import ctypes
import os
import struct
import sys

SETSOCKOPT, LISTEN = (208, 201) if os.uname().machine == "aarch64" else (54, 50)
SO_BROADCAST, BACKLOG = 6, 7
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1
# Of struct seccomp_data: the number of the call, and the lower half of an argument.
NUMBER = 0
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06


def argument(at):
    return 16 + 8 * at


# Each: what to do, where to go on if equal and if not, on what (seccomp(2)).
instructions = [
    (LOAD, 0, 0, NUMBER),
    (EQUAL, 0, 2, SETSOCKOPT),
    (LOAD, 0, 0, argument(2)),
    (EQUAL, 3, 4, SO_BROADCAST),
    (EQUAL, 0, 3, LISTEN),
    (LOAD, 0, 0, argument(1)),
    (EQUAL, 0, 1, BACKLOG),
    (RETURN, 0, 0, REFUSE),
    (RETURN, 0, 0, ALLOW),
]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in instructions))
program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(code)))
libc = ctypes.CDLL(None, use_errno=True)
for request in ((PR_SET_NO_NEW_PRIVS, 1, 0), (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program)):
    if libc.prctl(*request, 0, 0) != 0:
        sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
os.execvp(sys.argv[1], sys.argv[1:])
