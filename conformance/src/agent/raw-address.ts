import type net from "node:net";
import { AgentFailure } from "./sockets.ts";

/** Bytes of a Unix path (unix(7): `sun_path` has 108 with its closing NUL). Node 26 takes 108 and refuses more as EINVAL. */
const MAX_UNIX_PATH = 107;

export type RawEndpoint = { readonly host: string; readonly port: number } | { readonly path: string };

/** `tcp://127.0.0.1:7`, `udp://[::1]:7`, `unix:/path`, `unix:@abstract`. */
export function parseAddress(text: string): RawEndpoint {
  if (text.startsWith("unix:")) {
    const name = text.slice("unix:".length);
    const path = name.startsWith("@") ? `\0${name.slice(1)}` : name;
    const { length } = new TextEncoder().encode(path);
    if (length > MAX_UNIX_PATH) throw new AgentFailure("ENAMETOOLONG", `${length} bytes; a Unix path has at most 107`);
    if (length === 0) throw new AgentFailure("EINVAL", "a Unix path must not be empty");
    if (path.includes("\0", 1)) throw new AgentFailure("EINVAL", "a Unix path must not have a NUL inside");
    return { path };
  }
  const match = /^(?:tcp|udp):\/\/(?:\[([^\]]+)\]|([^:[\]/]+)):(\d+)$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65535)
    throw new AgentFailure("EINVAL", `${text} is none of tcp://HOST:PORT, udp://HOST:PORT, unix:/PATH`);
  return { host: match[1] ?? match[2] ?? "", port };
}

export function formatIp(host: string, port: number, scheme: "tcp" | "udp" = "tcp"): string {
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

export function formatPath(path: string): string {
  return path.startsWith("\0") ? `unix:@${path.slice(1)}` : `unix:${path}`;
}

/** Both ends of a socket, as the kernel knows them. Empty strings where it was reset before anybody could ask. */
export function addressesOf(socket: net.Socket): { local: string; remote: string } {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  return {
    local: localAddress === undefined ? "" : formatIp(localAddress, localPort ?? 0),
    remote: remoteAddress === undefined ? "" : formatIp(remoteAddress, remotePort ?? 0),
  };
}
