import { constants } from "node:os";
import process from "node:process";
import {
  type DriverAddress,
  type DriverListenOptions,
  encodeSocketAddress,
  type Failure,
  type SocketOption,
  socketFamily,
  socketOptions,
} from "@anysock/core";
import { failureOf } from "./failure.ts";

/** System calls of Linux for what Node has no words for. No byte is sent or received by them. */
export interface Kernel {
  /** A socket that listens; or why there is none, and then nothing is left behind. */
  listen(at: DriverAddress, options: DriverListenOptions): number | Failure;
  setOptions(descriptor: number, options: readonly SocketOption[]): void;
}

// Numbers of Linux (asm-generic/socket.h).
const SOCK_STREAM = 1;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;

/** What Node.js asks for where it is told nothing (`net.js`). */
const DEFAULT_BACKLOG = 511;

type Ffi = typeof import("node:ffi");

/** `null` where there is no `node:ffi` (before Node.js 26.1), no permission for it (`--allow-ffi`), or no C library of Linux. */
export function openKernel(ffi: object | undefined = process.getBuiltinModule("node:ffi")): Kernel | null {
  if (process.platform !== "linux" || ffi === undefined) return null;
  try {
    return calls(ffi as Ffi, open(ffi as Ffi));
  } catch {
    return null;
  }
}

type Libc = ReturnType<typeof open>;

function open(ffi: Ffi) {
  return ffi.dlopen("libc.so.6", {
    __errno_location: { arguments: [], return: "pointer" },
    bind: { arguments: ["i32", "buffer", "u32"], return: "i32" },
    close: { arguments: ["i32"], return: "i32" },
    if_nametoindex: { arguments: ["buffer"], return: "u32" },
    listen: { arguments: ["i32", "i32"], return: "i32" },
    setsockopt: { arguments: ["i32", "i32", "i32", "buffer", "u32"], return: "i32" },
    socket: { arguments: ["i32", "i32", "i32"], return: "i32" },
  }).functions;
}

function calls(ffi: Ffi, libc: Libc): Kernel {
  function failed(call: string): Failure {
    const errno = ffi.getInt32(libc.__errno_location(), 0);
    const code = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0];
    return failureOf(Object.assign(new Error(`${call}: ${code ?? errno}`), { code, errno: -errno, syscall: call }));
  }

  function setOptions(descriptor: number, options: readonly SocketOption[]): void {
    for (const { level, name, value } of options) {
      const refused = libc.setsockopt(descriptor, level, name, Buffer.from(new Int32Array([value]).buffer), 4) !== 0;
      if (refused) throw failed("setsockopt");
    }
  }

  return {
    setOptions,

    listen(at, options) {
      const descriptor = libc.socket(socketFamily[at.family], SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (descriptor < 0) return failed("socket");
      try {
        setOptions(descriptor, socketOptions(at.family, options));
        const address = encodeSocketAddress(at, (zone) => libc.if_nametoindex(Buffer.from(`${zone}\0`)));
        if (libc.bind(descriptor, address, address.length) !== 0) throw failed("bind");
        // Here, because where it fails (EADDRINUSE) in Node, that closes the descriptor, and tells after its number may be another's.
        if (libc.listen(descriptor, options.backlog ?? DEFAULT_BACKLOG) !== 0) throw failed("listen");
        return descriptor;
      } catch (error) {
        libc.close(descriptor);
        return failureOf(error);
      }
    },
  };
}
