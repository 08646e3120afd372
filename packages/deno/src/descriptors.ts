import { kernel } from "./kernel.ts";

const definitions = {
  getdents64: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  lseek: { parameters: ["i32", "i64", "i32"], result: "i64" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  dup: { parameters: ["i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "isize" },
  inet_pton: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
} as const;

type Libc = Deno.DynamicLibrary<typeof definitions>["symbols"];

const AF_INET = 2;
const AF_INET6 = 10;
/** Level and name of SO_TYPE (socket(7)), and the type of UDP sockets. */
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const SOCK_DGRAM = 2;
/** MSG_PEEK | MSG_DONTWAIT, recv(2). */
const PEEK = 0x42;
/** sizeof(struct sockaddr_in6); that of IPv4 is 16. */
const SOCKADDR = 28;

/** @throws Deno.errors.NotCapable without `--allow-ffi`; Failure, where there are too few descriptors at its first use */
export function openDescriptors(): OpenDescriptors {
  opened ??= new OpenDescriptors(Deno.dlopen("libc.so.6", definitions).symbols);
  return opened;
}

let opened: OpenDescriptors | undefined;

/** The descriptors of this process's sockets, by their addresses: Deno tells no descriptor of its own. */
export class OpenDescriptors {
  readonly #libc: Libc;
  /** /proc/self/fd, kept open: there may be no descriptor left for it when somebody looks. -1 where there is no such folder. */
  readonly #folder: number;
  readonly #sockaddr = new Uint8Array(SOCKADDR);
  readonly #length = new Uint8Array(4);

  constructor(libc: Libc) {
    this.#libc = libc;
    this.#folder = kernel().open("/proc/self/fd");
  }

  /**
   * Looks for the descriptors of connections, oldest first, anywhere but among those whose owners are known. What is not found
   * has been reset by its peer (getpeername(2), ENOTCONN), which may since have come again from the same port: of two with
   * the same addresses the younger one has the descriptor.
   */
  look(connections: Iterable<Deno.TcpConn>, owned: ReadonlySet<number>): Map<Deno.TcpConn, number> {
    const wanted = new Map<string, Deno.TcpConn>();
    for (const connection of connections) {
      wanted.set(`${this.#read(connection.localAddr)} ${this.#read(connection.remoteAddr)}`, connection);
    }
    const found = new Map<Deno.TcpConn, number>();
    for (const descriptor of this.all()) {
      const addresses = owned.has(descriptor) ? undefined : this.#addresses(descriptor);
      const connection = addresses === undefined ? undefined : wanted.get(addresses);
      if (connection !== undefined) found.set(connection, descriptor);
    }
    return found;
  }

  /** The number that the next descriptor gets (open(2): the lowest that is free), unless another thread is faster. */
  next(): number {
    const number = this.#libc.dup(this.#folder);
    if (number >= 0) this.#libc.close(number);
    return number;
  }

  /** The descriptor of a datagram socket that has this address: the one that is `likely`, or any but those whose owners are known. */
  bound(address: Deno.NetAddr, likely: number, owned: ReadonlySet<number>): number | undefined {
    const wanted = this.#read(address);
    const isIt = (descriptor: number): boolean =>
      !owned.has(descriptor) &&
      this.#ask(this.#libc.getsockname, descriptor) === wanted &&
      this.#isDatagram(descriptor);
    return isIt(likely) ? likely : this.all().find(isIt);
  }

  dissolve(descriptor: number): void {
    // An address whose family is 0, AF_UNSPEC.
    this.#libc.connect(descriptor, new Uint8Array(16), 16);
  }

  holdsInput(descriptor: number): boolean {
    return this.#libc.recv(descriptor, new Uint8Array(1), 1n, PEEK) === 1n;
  }

  /** Local and remote address of a connection; `undefined` for any other descriptor. */
  #addresses(descriptor: number): string | undefined {
    const { getsockname, getpeername } = this.#libc;
    const local = this.#ask(getsockname, descriptor);
    if (local === undefined) return undefined;
    const remote = this.#ask(getpeername, descriptor);
    return remote === undefined ? undefined : `${local} ${remote}`;
  }

  #ask(name: Libc["getsockname"], descriptor: number): string | undefined {
    new DataView(this.#length.buffer).setUint32(0, SOCKADDR, true);
    if (name(descriptor, this.#sockaddr, this.#length) !== 0) return undefined;
    const view = new DataView(this.#sockaddr.buffer);
    const family = view.getUint16(0, true);
    if (family === AF_INET) return keyOf(view.getUint16(2), this.#sockaddr.subarray(4, 8));
    return family === AF_INET6 ? keyOf(view.getUint16(2), this.#sockaddr.subarray(8, 24)) : undefined;
  }

  #read({ hostname, port }: Deno.NetAddr): string {
    const isIpv6 = hostname.includes(":");
    const address = new Uint8Array(isIpv6 ? 16 : 4);
    this.#libc.inet_pton(isIpv6 ? AF_INET6 : AF_INET, new TextEncoder().encode(`${hostname}\0`), address);
    return keyOf(port, address);
  }

  #isDatagram(descriptor: number): boolean {
    const type = new Uint32Array(1);
    new DataView(this.#length.buffer).setUint32(0, type.byteLength, true);
    const { getsockopt } = this.#libc;
    return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, type, this.#length) === 0 && type[0] === SOCK_DGRAM;
  }

  /** The names in /proc/self/fd, read by the C library, because Deno's own reading of it takes `--allow-all`. */
  all(): number[] {
    const all: number[] = [];
    this.#libc.lseek(this.#folder, 0n, 0);
    const entries = new Uint8Array(32 * 1024);
    const view = new DataView(entries.buffer);
    for (;;) {
      const bytes = Number(this.#libc.getdents64(this.#folder, entries, BigInt(entries.length)));
      if (bytes <= 0) break;
      for (let at = 0; at < bytes; at += view.getUint16(at + 16, true)) {
        // struct linux_dirent64: the name stands at 19 and ends with NUL; "." and ".." are no numbers.
        const name = entries.subarray(at + 19, entries.indexOf(0, at + 19));
        const descriptor = Number.parseInt(new TextDecoder().decode(name), 10);
        if (!Number.isNaN(descriptor)) all.push(descriptor);
      }
    }
    return all;
  }
}

function keyOf(port: number, address: Uint8Array): string {
  return `${address.join(".")}:${port}`;
}
