import { dlopen, ptr, read } from "bun:ffi";
import type { DriverAddress, Failure } from "@anysock/core";
import { failureOfErrno } from "./failure.ts";

/** System calls for what Bun has no words for, on Linux. Loaded when first needed, and not for any byte that is sent or received. */
export interface Kernel {
  /** A socket that is connecting, not blocking, or why it is not. */
  startConnecting(to: DriverAddress): number | Failure;
  /** listen(2), which may be called again for another backlog. */
  listen(descriptor: number, backlog: number): void;
}

let loaded: Kernel | undefined;

export function kernel(): Kernel {
  loaded ??= load();
  return loaded;
}

// Numbers of Linux (socket.h, in.h, in6.h, un.h).
const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const EINPROGRESS = 115;

function load(): Kernel {
  const libc = dlopen("libc.so.6", {
    __errno_location: { args: [], returns: "ptr" },
    close: { args: ["i32"], returns: "i32" },
    connect: { args: ["i32", "ptr", "u32"], returns: "i32" },
    if_nametoindex: { args: ["ptr"], returns: "u32" },
    inet_pton: { args: ["i32", "ptr", "ptr"], returns: "i32" },
    listen: { args: ["i32", "i32"], returns: "i32" },
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  }).symbols;

  const failed = (call: string): Failure => {
    const errno = libc.__errno_location();
    return failureOfErrno(errno === null ? 0 : read.i32(errno), call);
  };

  function socketAddress(to: DriverAddress): Uint8Array {
    if (to.family === "unix") return unixSocketAddress(to.path);
    const [host = "", zone] = to.host.split("%", 2);
    const bytes = new Uint8Array(to.family === "ipv6" ? 28 : 16);
    const fields = new DataView(bytes.buffer);
    const family = to.family === "ipv6" ? AF_INET6 : AF_INET;
    fields.setUint16(0, family, true);
    fields.setUint16(2, to.port);
    libc.inet_pton(family, ptr(terminated(host)), ptr(bytes, to.family === "ipv6" ? 8 : 4));
    if (zone !== undefined) fields.setUint32(24, Number(zone) || libc.if_nametoindex(ptr(terminated(zone))), true);
    return bytes;
  }

  return {
    startConnecting(to) {
      const address = socketAddress(to);
      const descriptor = libc.socket(
        to.family === "unix" ? AF_UNIX : to.family === "ipv6" ? AF_INET6 : AF_INET,
        SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
        0,
      );
      if (descriptor < 0) return failed("socket");
      if (libc.connect(descriptor, ptr(address), address.length) === 0) return descriptor;
      const failure = failed("connect");
      if (failure.cause instanceof Error && "errno" in failure.cause && failure.cause.errno === -EINPROGRESS) {
        return descriptor;
      }
      libc.close(descriptor);
      return failure;
    },

    listen(descriptor, backlog) {
      if (libc.listen(descriptor, backlog) !== 0) throw failed("listen");
    },
  };
}

/** A path with its closing NUL; an abstract name ends with the address's length instead (unix(7)). */
function unixSocketAddress(path: string): Uint8Array {
  const text = path.startsWith("\0") ? new TextEncoder().encode(path) : terminated(path);
  const bytes = new Uint8Array(2 + text.length);
  new DataView(bytes.buffer).setUint16(0, AF_UNIX, true);
  bytes.set(text, 2);
  return bytes;
}

function terminated(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\0`);
}
