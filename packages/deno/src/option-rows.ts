import type { OptionColumn, OptionRow } from "@anysock/core";

/** What a row of {@link optionRows} can need: permissions and flags. `driver.ts` looks whether they are given. */
export const FFI: string = "--allow-ffi";
export const UNSTABLE: string = "--unstable-net";

const help = "run it with --allow-ffi, on Linux with glibc";

const noDatagrams = "Deno has no datagrams without its flag";
const datagramHelp = "run it with --unstable-net";

/** What `Deno.listenDatagram` itself has, which is there with its flag alone. */
const ofDatagrams = { needs: UNSTABLE, why: noDatagrams, help: datagramHelp } as const;

/** What takes a system call on top, because Deno itself has it not: `why`. */
function ofDatagramsByFfi(why: string): Pick<OptionRow, "needs" | "why" | "help"> {
  return {
    needs: [UNSTABLE, FFI],
    why: { [UNSTABLE]: noDatagrams, [FFI]: why },
    help: { [UNSTABLE]: datagramHelp, [FFI]: help },
  };
}

/** What Deno makes of each option, and on what it depends. */
export const optionRows: readonly OptionRow[] = [
  { option: "noDelay", by: "`setNoDelay`" },
  { option: "keepAlive", by: "`setKeepAlive`" },
  { option: "keepAliveIdle", by: "setsockopt(2), by FFI", needs: FFI, why: "`setKeepAlive` takes no time", help },
  { option: "trafficClass", by: "setsockopt(2), by FFI", needs: FFI, why: "Deno has no such thing", help },
  {
    option: "receiveBuffer",
    by: "setsockopt(2) before bind(2) or connect(2), by FFI",
    needs: FFI,
    why: "Deno has no such thing",
    help,
  },
  {
    option: "sendBuffer",
    by: "setsockopt(2) before bind(2) or connect(2), by FFI",
    needs: FFI,
    why: "Deno has no such thing",
    help,
  },
  { option: "local", by: "bind(2), by FFI", needs: FFI, why: "`Deno.connect` ignores it", help },
  { option: "backlog", by: "`tcpBacklog`; on a Unix path listen(2), by FFI", needs: FFI },
  {
    option: "backlog",
    by: "`tcpBacklog`",
    except: "on a Unix path, where it is always 1,024: run it with --allow-ffi",
  },
  { option: "pending", by: "core" },
  {
    option: "ipv6Only",
    by: "setsockopt(2) before bind(2), by FFI",
    needs: FFI,
    why: "Deno's `::` is always dual-stack",
    help,
  },
  {
    option: "reusePort",
    by: "`reusePort`",
    needs: UNSTABLE,
    why: "without its flag it ends the process",
    help: "run it with --unstable-net or --allow-ffi",
  },
  { option: "reusePort", by: "setsockopt(2) before bind(2), by FFI", needs: FFI },
  {
    option: "reuseAddress",
    by: "setsockopt(2) before bind(2), by FFI",
    needs: FFI,
    why: "Deno always sets SO_REUSEADDR",
    help,
  },
  {
    option: "mode",
    by: "chmod(2) between bind(2) and listen(2), by FFI",
    needs: FFI,
    why: "Deno binds and listens in one",
    help,
  },
  { option: "unlinkStale", by: "core" },
  {
    option: "fd",
    by: "dup3(2) over a listener of Deno's, by FFI",
    needs: FFI,
    why: "Deno takes over no descriptor",
    help,
  },
  { option: "udp:remote", by: "the adapter, on a socket that is not connected", ...ofDatagrams },
  { option: "udp:queue", by: "core", ...ofDatagrams },
  {
    option: "udp:ipv6Only",
    by: "setsockopt(2) before bind(2), by FFI",
    ...ofDatagramsByFfi("Deno's `::` is always dual-stack"),
  },
  { option: "udp:reuseAddress", by: "`reuseAddress`", ...ofDatagrams },
  {
    option: "udp:reusePort",
    by: "setsockopt(2) before bind(2), by FFI",
    ...ofDatagramsByFfi("`Deno.listenDatagram` has no such thing"),
  },
  {
    option: "udp:broadcast",
    by: "setsockopt(2), by FFI",
    ...ofDatagramsByFfi("Deno always sets SO_BROADCAST"),
  },
  {
    option: "udp:multicastTtl",
    by: "setsockopt(2), by FFI",
    ...ofDatagramsByFfi("Deno has it for groups of IPv4 alone"),
  },
  {
    option: "udp:multicastLoopback",
    by: "setsockopt(2), by FFI",
    ...ofDatagramsByFfi("Deno has it for groups that the socket has joined"),
  },
  {
    option: "udp:multicastInterface",
    by: "setsockopt(2), by FFI",
    ...ofDatagramsByFfi("Deno has no such thing"),
  },
  {
    option: "udp:interface",
    by: "setsockopt(2), by FFI",
    ...ofDatagramsByFfi("Deno names it by an address, which not every interface has"),
  },
  { option: "udp:source", by: "setsockopt(2), by FFI", ...ofDatagramsByFfi("Deno has no such thing") },
];

/** What is tested, and with which permissions beside `--allow-net`, `--allow-read` and `--allow-write`. */
export const optionColumns: readonly OptionColumn[] = [
  { name: "Deno 2.9.5", has: [] },
  { name: "Deno 2.9.5 --unstable-net", has: [UNSTABLE] },
  { name: "Deno 2.9.5 --allow-ffi", has: [FFI] },
  { name: "Deno 2.9.5 --allow-all --unstable-net", has: [FFI, UNSTABLE] },
];
