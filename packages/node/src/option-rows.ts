import type { OptionColumn, OptionRow } from "@anysock/core";

/** What a row of {@link optionRows} can need, by what is there at run time: `driver.ts` looks. */
export const BOUND_PATH: string = "BoundSocket({ path })";
export const TYPE_OF_SERVICE: string = "setTypeOfService";
export const PROBES: string = "setKeepAlive with probes";
export const FFI: string = "@anysock/node/ffi";

const importFfi = "import `@anysock/node/ffi` on Node.js 26.10 or later, which prints a warning of `node:ffi`";
/** What helps under `--permission`, which forbids `node:ffi` unless told otherwise. */
export const FORBIDDEN_FFI: string = `run it with --allow-ffi, which --permission asks for, and ${importFfi}`;

/** What Node makes of each option, and on what it depends. */
export const optionRows: readonly OptionRow[] = [
  { option: "noDelay", by: "`noDelay` of `connect` and `createServer`" },
  { option: "keepAlive", by: "`keepAlive` of `connect` and `createServer`" },
  {
    option: "keepAliveIdle",
    by: "`setKeepAlive` with interval and count",
    needs: PROBES,
    why: "keep-alive with an idle time probes every second there",
    help: "run it with Node.js 24.19 or later of 24, or 26.4 or later",
  },
  {
    option: "trafficClass",
    by: "setsockopt(2), by `node:ffi`, for listeners; `setTypeOfService`",
    needs: FFI,
    except:
      "in `connect` and `set` between IPv4-mapped addresses, of whose packets Node sets the class of IPv6: a listener on `::` has both",
  },
  {
    option: "trafficClass",
    by: "`typeOfService`, `setTypeOfService` (nodejs/node#61503)",
    needs: TYPE_OF_SERVICE,
    why: "`node:net` has no `setTypeOfService` there",
    help: "run it with Node.js 24.21 or later of 24, or 25.6 or later",
    except:
      "between IPv4-mapped addresses, of whose packets Node sets the class of IPv6: for a listener on `::`, import `@anysock/node/ffi`",
  },
  {
    option: "receiveBuffer",
    by: "setsockopt(2), by `node:ffi`",
    needs: FFI,
    why: "`node:net` has no buffer sizes",
    help: importFfi,
  },
  {
    option: "sendBuffer",
    by: "setsockopt(2), by `node:ffi`",
    needs: FFI,
    why: "`node:net` has no buffer sizes",
    help: importFfi,
  },
  { option: "local", by: "`localAddress`, `localPort`" },
  { option: "backlog", by: "`backlog`" },
  { option: "pending", by: "core" },
  { option: "ipv6Only", by: "`ipv6Only`" },
  { option: "reusePort", by: "`reusePort`" },
  {
    option: "reuseAddress",
    by: "setsockopt(2), by `node:ffi`",
    needs: FFI,
    why: "libuv always sets SO_REUSEADDR",
    help: importFfi,
  },
  {
    option: "mode",
    by: "`BoundSocket({ path })`, chmod(2), and only then listen(2)",
    needs: BOUND_PATH,
    why: "`listen` binds and listens in one, so that a chmod(2) comes too late",
    help: "run it with Node.js 24.21 or later of 24, or 26.10 or later",
  },
  { option: "unlinkStale", by: "core" },
  { option: "fd", by: "`listen({ fd })`" },
  { option: "udp:remote", by: "`connect`" },
  { option: "udp:queue", by: "core" },
  { option: "udp:ipv6Only", by: "`ipv6Only` of `createSocket`" },
  { option: "udp:reuseAddress", by: "`reuseAddr`" },
  { option: "udp:reusePort", by: "`reusePort`" },
  { option: "udp:broadcast", by: "`setBroadcast`" },
  {
    option: "udp:multicastTtl",
    by: "`setMulticastTTL`",
    except: "on a socket on `::` for both families, where Node sets that of IPv6 alone: bind it with `ipv6Only`",
  },
  { option: "udp:multicastLoopback", by: "`setMulticastLoopback`" },
  { option: "udp:multicastInterface", by: "`setMulticastInterface`" },
  { option: "udp:interface", by: "`addMembership`" },
  { option: "udp:source", by: "`addSourceSpecificMembership`" },
];

/** The versions that are tested. */
export const optionColumns: readonly OptionColumn[] = [
  { name: "Node.js 22.23.3", has: [] },
  { name: "Node.js 24.21.0", has: [BOUND_PATH, TYPE_OF_SERVICE, PROBES] },
  { name: "Node.js 26.10.0", has: [BOUND_PATH, TYPE_OF_SERVICE, PROBES] },
  { name: "Node.js 26.10.0, `@anysock/node/ffi`", has: [BOUND_PATH, TYPE_OF_SERVICE, PROBES, FFI] },
];
