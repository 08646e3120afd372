import { type Address, formatAddress } from "@anysock/core";

/** A line of a level-0 server's stdout. */
export type ReadyLine =
  | { readonly kind: "address"; readonly scheme: "tcp" | "udp" | "unix"; readonly address: string }
  /** `READY` alone: no more addresses follow. */
  | { readonly kind: "end" }
  | { readonly kind: "malformed"; readonly why: string }
  /** Free text. */
  | { readonly kind: "other" };

/** Reads `READY tcp 127.0.0.1:4711`, `READY udp [::1]:4711`, `READY unix /path`, `READY unix @abstract`, `READY`. */
export function parseReady(line: string): ReadyLine {
  const [word, scheme, ...rest] = line.trim().split(" ");
  if (word !== "READY") return { kind: "other" };
  if (scheme === undefined) return { kind: "end" };
  const where = rest.join(" ");
  if (scheme === "unix") {
    if (!/^[/@]./.test(where))
      return { kind: "malformed", why: "expected READY unix /PATH, or @NAME for an abstract one" };
    return { kind: "address", scheme, address: `unix:${where}` };
  }
  if (scheme !== "tcp" && scheme !== "udp") return { kind: "malformed", why: `${scheme} is not tcp, udp or unix` };
  const port = Number(/^(?:\[[\da-fA-F:.%\w]+\]|[^\s:[\]]+):(\d{1,5})$/.exec(where)?.[1]);
  if (!(port >= 1 && port <= 65535)) {
    return {
      kind: "malformed",
      why: `expected READY ${scheme} HOST:PORT, with IPv6 in brackets and a port from 1 to 65535`,
    };
  }
  return { kind: "address", scheme, address: `${scheme}://${where}` };
}

/** The line that says where a server listens: `READY tcp 127.0.0.1:4711`, `READY udp [::1]:4711`, `READY unix /path`. */
export function readyLine(address: Address, scheme: "tcp" | "udp" = "tcp"): string {
  const text = formatAddress(address, scheme);
  return `READY ${text.startsWith("unix:") ? text.replace("unix:", "unix ") : text.replace("://", " ")}`;
}
