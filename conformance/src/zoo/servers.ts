import type { ServiceName } from "@anysock/protocol-spec";
import type { ZooServer } from "./subject.ts";

function echo(name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", service: "echo", name, violates };
}

function upper(name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", service: "upper", name, violates };
}

function discard(name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", service: "discard", name, violates };
}

function chargen(name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", service: "chargen", name, violates };
}

function daytime(name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", service: "daytime", name, violates };
}

function time(name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", service: "time", name, violates };
}

function udp(service: ServiceName, name: string, ...violates: readonly string[]): ZooServer {
  return { kind: "server", datagrams: true, service, name, violates };
}

function measured(server: ZooServer): ZooServer {
  return { ...server, measured: true };
}

/** Wrong servers, each with the requirements that it breaks. */
export const wrongServers: readonly ZooServer[] = [
  // These let every client wait for something, so they come first.
  echo("never-ends", "HALFCLOSE-2"),
  echo("ends-only-silent", "HALFCLOSE-2"),
  echo("answers-late", "ECHO-TCP-10"),
  // It answers, and nothing else.
  echo("ends-at-once", "CONNECT-1"),
  echo("never-answers", "ECHO-TCP-1"),
  echo("greets", "ECHO-TCP-2"),
  echo("says-farewell", "ECHO-TCP-2"),
  echo("repeats-itself", "ECHO-TCP-2"),
  echo("answers-once", "ECHO-TCP-5"),
  echo("closes-after-answer", "ECHO-TCP-5"),
  echo("hangs-up-at-hundred", "ECHO-TCP-5"),
  echo("quits", "ECHO-TCP-5"),
  echo("ends-at-eot", "ECHO-TCP-5"),
  echo("drops-while-busy", "ECHO-TCP-5"),
  echo("counts-messages", "ECHO-TCP-5"),
  echo("answers-side-by-side", "ECHO-TCP-1"),
  echo("swaps-chunks", "ECHO-TCP-7"),
  echo("duplicates-full-chunks", "ECHO-TCP-7"),
  echo("collects-two", "ECHO-TCP-4"),
  echo("waits-for-newline", "ECHO-TCP-4"),
  echo("answers-at-end", "ECHO-TCP-4"),
  echo("idles-out-first", "ECHO-TCP-6"),
  echo("idles-out-later", "ECHO-TCP-6"),
  // Bytes.
  echo("drops-del", "ECHO-TCP-3"),
  echo("clears-eighth-bit", "ECHO-TCP-3"),
  echo("changes-ff", "ECHO-TCP-3"),
  echo("drops-cr", "ECHO-TCP-3"),
  echo("adds-cr", "ECHO-TCP-3"),
  echo("turns-cr-into-lf", "ECHO-TCP-3"),
  echo("decodes-stream", "ECHO-TCP-3"),
  echo("decodes-chunks", "ECHO-TCP-3"),
  echo("decodes-small-chunks", "ECHO-TCP-3"),
  echo("trims", "ECHO-TCP-3"),
  echo("strips-newlines", "ECHO-TCP-3"),
  echo("is-a-c-string", "ECHO-TCP-3"),
  echo("speaks-telnet", "ECHO-TCP-3"),
  // Sizes.
  echo("keeps-1-KiB", "ECHO-TCP-7"),
  echo("keeps-4-KiB", "ECHO-TCP-7"),
  echo("keeps-64-KiB", "ECHO-TCP-7"),
  echo("keeps-80000", "ECHO-TCP-7"),
  echo("keeps-1-MiB", "ECHO-TCP-7"),
  echo("keeps-8-MiB", "HALFCLOSE-1"),
  echo("keeps-32-MiB", "BACKPRESSURE-2"),
  // The end.
  echo("loses-tail", "HALFCLOSE-1"),
  echo("forgets-lone-byte", "HALFCLOSE-1"),
  echo("closes-before-flush", "HALFCLOSE-1"),
  echo("waits-after-round-total", "HALFCLOSE-1"),
  echo("ends-only-answered", "HALFCLOSE-2"),
  echo("resets-at-end", "HALFCLOSE-3"),
  // Back-pressure.
  measured(echo("buffers-without-bound", "BACKPRESSURE-1")),
  measured(echo("buffers-8-MiB", "BACKPRESSURE-3")),
  measured(echo("buffers-2-MiB", "BACKPRESSURE-3")),
  measured(echo("allocates-2-MiB", "BACKPRESSURE-3")),
  measured(echo("drops-under-pressure", "BACKPRESSURE-2")),
  echo("doubles-at-second-stall", "BACKPRESSURE-2"),
  echo("stops-for-all", "BACKPRESSURE-6"),
  // Clients beside each other.
  { ...echo("serves-five", "ISOLATION-1"), fresh: true },
  echo("serves-one-at-a-time", "ISOLATION-2"),
  echo("answers-newest", "ISOLATION-3"),
  echo("shares-a-buffer", "ISOLATION-3"),
  echo("mixes-up-under-load", "ISOLATION-7"),
  echo("serves-32", "ISOLATION-7"),
  echo("serves-256", "ISOLATION-4"),
  echo("serves-100", "ISOLATION-5"),
  measured(echo("ends-all-with-one", "ISOLATION-6")),
  // Resets.
  measured(echo("dies-at-reset", "RESET-1")),
  measured({ ...echo("dies-in-stalled-write", "RESET-1"), fresh: true }),
  echo("dies-behind-fin", "RESET-1"),
  echo("dies-at-first-answer", "RESET-1"),
  echo("dies-at-unread-answer", "RESET-1"),
  echo("dies-at-empty-reset", "RESET-1"),
  echo("dies-at-empty-connection", "HALFCLOSE-2"),
  echo("fails-together", "RESET-7"),
  // Descriptors.
  measured(echo("leaks-always", "LIFETIME-1")),
  measured(echo("leaks-one-in-hundred", "LIFETIME-1")),
  measured(echo("leaks-at-reset", "LIFETIME-2")),
  measured(echo("leaks-stalled", "LIFETIME-3")),
  // upper
  upper("upper-as-it-is", "UPPER-1"),
  upper("upper-without-z", "UPPER-1"),
  upper("upper-with-brace", "UPPER-1"),
  upper("upper-of-16-bytes", "UPPER-2"),
  upper("upper-stays", "UPPER-3"),
  upper("upper-of-text", "UPPER-4"),
  upper("upper-of-everything", "UPPER-5"),
  upper("upper-one-at-a-time", "UPPER-6"),
  upper("upper-dies-at-reset", "UPPER-6"),
  upper("upper-ignores-silent-end", "UPPER-7"),
  upper("upper-answers-silent-end", "UPPER-7"),
  upper("upper-dies-at-ff", "UPPER-8"),
  upper("upper-without-patience", "UPPER-9"),
  upper("upper-leaves-surplus", "UPPER-10"),
  // discard
  measured(discard("discard-answers", "DISCARD-1")),
  discard("discard-has-enough", "DISCARD-2"),
  discard("discard-ends-early", "DISCARD-3"),
  discard("discard-confirms-end", "DISCARD-4"),
  discard("discard-never-ends", "DISCARD-4"),
  discard("discard-ignores-silent-end", "DISCARD-4"),
  measured(discard("discard-keeps", "DISCARD-5")),
  discard("discard-one-at-a-time", "DISCARD-6"),
  discard("discard-dies-at-reset", "DISCARD-6"),
  // chargen
  chargen("chargen-waits-for-word", "CHARGEN-1"),
  chargen("chargen-ends-after-pattern", "CHARGEN-2"),
  chargen("chargen-gives-up-stalled", "CHARGEN-2"),
  chargen("chargen-never-reads", "CHARGEN-3"),
  chargen("chargen-one-at-a-time", "CHARGEN-4"),
  { ...chargen("chargen-dies-at-reset", "CHARGEN-4"), fresh: true },
  chargen("chargen-hangs-at-fin", "CHARGEN-9"),
  { ...measured(chargen("chargen-collects", "CHARGEN-5")), fresh: true },
  // daytime
  daytime("daytime-waits-for-word", "DAYTIME-1"),
  daytime("daytime-stays", "DAYTIME-2"),
  daytime("daytime-in-french", "DAYTIME-3"),
  daytime("daytime-ends-with-nul", "DAYTIME-5"),
  daytime("daytime-in-two-lines", "DAYTIME-6"),
  daytime("daytime-leaves-surplus", "DAYTIME-7"),
  daytime("daytime-one-at-a-time", "DAYTIME-8"),
  daytime("daytime-dies-at-reset", "DAYTIME-8"),
  // time
  time("time-of-8-bytes", "TIME-1"),
  time("time-since-1970", "TIME-2"),
  time("time-little-endian", "TIME-2"),
  time("time-of-a-zone", "TIME-2"),
  time("time-stays", "TIME-3"),
  time("time-one-at-a-time", "TIME-4"),
  time("time-dies-at-reset", "TIME-4"),
  // Datagrams.
  udp("echo", "udp-never-answers", "ECHO-UDP-1"),
  udp("echo", "udp-cuts-at-1024", "ECHO-UDP-1"),
  udp("echo", "udp-echoes-text", "ECHO-UDP-1"),
  udp("echo", "udp-answers-twice", "ECHO-UDP-2"),
  udp("echo", "udp-ignores-empty", "ECHO-UDP-3"),
  udp("echo", "udp-ends-at-empty", "ECHO-UDP-3"),
  udp("echo", "udp-answers-from-elsewhere", "ECHO-UDP-4"),
  udp("echo", "udp-answers-first-client", "ECHO-UDP-4"),
  udp("echo", "udp-refuses-beyond-frame", "ECHO-UDP-5"),
  udp("echo", "udp-dies-with-client", "ECHO-UDP-6"),
  udp("echo", "udp-answers-latest", "ECHO-UDP-7"),
  measured(udp("echo", "udp-keeps-socket-for-each", "ECHO-UDP-8")),
  udp("upper", "udp-upper-of-text", "UPPER-UDP-1"),
  udp("discard", "udp-discard-answers", "DISCARD-UDP-1"),
  udp("chargen", "udp-chargen-of-1024", "CHARGEN-UDP-1"),
  udp("chargen", "udp-chargen-of-a-line", "CHARGEN-UDP-2"),
  udp("chargen", "udp-chargen-goes-on", "CHARGEN-UDP-3"),
  udp("daytime", "udp-daytime-ignores-empty", "DAYTIME-UDP-1"),
  udp("daytime", "udp-daytime-with-nul", "DAYTIME-UDP-2"),
  udp("time", "udp-time-of-8-bytes", "TIME-UDP-1"),
  udp("time", "udp-time-little-endian", "TIME-UDP-1"),
];
