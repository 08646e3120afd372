import {
  nearest,
  parseTarget,
  parseUrl,
  type Selectable,
  type Target,
  UsageError,
  unmatched,
} from "@anysock/conformance/start";
import { type Endpoint, ipFamily } from "@anysock/core";
import type { ServiceName, Transport } from "@anysock/protocol-spec";
import { InvalidArgumentError } from "commander";

export const serviceNames: readonly ServiceName[] = ["echo", "upper", "discard", "chargen", "daytime", "time"];
export const runtimeNames = ["node", "bun", "deno"] as const;
export type RuntimeName = (typeof runtimeNames)[number];
export const transportNames: readonly Transport[] = ["tcp4", "tcp6", "unix", "udp4", "udp6"];

/** One of a few names. */
export function oneOf<Name extends string>(names: readonly Name[]): (text: string) => Name {
  return (text) => {
    const name = names.find((known) => known === text);
    if (name === undefined) throw new InvalidArgumentError(`Accepted: ${names.join(", ")}.`);
    return name;
  };
}

/** Several of a few names, separated by commas; the option may be given more than once. */
export function someOf<Name extends string>(
  names: readonly Name[],
): (text: string, before?: readonly Name[]) => readonly Name[] {
  const one = oneOf(names);
  return (text, before) => {
    const chosen = text.split(",").map((part) => one(part.trim()));
    const twice = chosen.find((name, index) => chosen.indexOf(name) !== index);
    if (twice !== undefined) throw new InvalidArgumentError(`${twice} is there twice.`);
    return names.filter((name) => before?.includes(name) === true || chosen.includes(name));
  };
}

/** A glob over the ids of cases and requirements; the option may be given more than once. */
export function glob(text: string, before: readonly string[] = []): readonly string[] {
  if (text.trim() === "") throw new InvalidArgumentError("Accepted: a glob over ids, as 'echo/**' or ECHO-TCP-1.");
  return [...before, text];
}

/** Where a report goes. */
export function reportFile(text: string): string {
  if (text === "") throw new InvalidArgumentError("Accepted: a file in a folder that exists, or -.");
  return text;
}

/** An integer from `least` to `most`. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Accepted: an integer from ${least} to ${most}.`);
    }
    return value;
  };
}

export const seed: (text: string) => number = integer(0, 0xffff_ffff);

/** One schedule of a seed: its number, and the ways in which it was made smaller. */
export function fuzzPath(text: string): string {
  if (!/^\d{1,9}(:\d{1,9})*$/.test(text))
    throw new InvalidArgumentError("Accepted: numbers separated by colons, as 12:0:3.");
  return text;
}

export function target(text: string, before: readonly Target[] = []): readonly Target[] {
  return [...before, parseTarget(text)];
}

/**
 * Refuses a glob that chooses nothing, with what may have been meant.
 * @throws UsageError
 */
export function checkOnly(only: readonly string[], cases: readonly Selectable[]): void {
  for (const { glob, near } of unmatched(only, cases)) {
    const hint = near.length === 0 ? "" : `; near: ${near.join(", ")}`;
    throw new UsageError(`--only ${glob} matches no case here${hint}; --list shows all of them`);
  }
}

/** The only one of `known` with this id, or a refusal that names what comes near. */
export function known<One extends { readonly id: string }>(id: string, all: readonly One[], what: string): One {
  const found = all.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(
    id,
    all.map((one) => one.id),
  );
  const list = id.toLowerCase().startsWith("api/") ? "anysock test adapter PACKAGE --list" : "anysock matrix --list";
  const hint = near.length === 0 ? `; \`${list}\` shows all of them` : `; near: ${near.join(", ")}`;
  throw new UsageError(`there is no ${what} ${JSON.stringify(id)}${hint}`);
}

/** Where to connect, or to send datagrams. */
export interface ConnectTo {
  readonly url: string;
  readonly scheme: Target["scheme"];
  readonly endpoint: Endpoint;
}

/** Where to listen, or to take datagrams, and whether others than this machine can reach it. */
export interface ListenAt extends ConnectTo {
  readonly isReachable: boolean;
}

/** @throws UsageError */
export function connectTo(url: string): ConnectTo {
  return parseTarget(url);
}

/** @throws UsageError */
export function listenAt(url: string, before: readonly ListenAt[] = []): readonly ListenAt[] {
  const { scheme, endpoint } = parseUrl(url);
  return [...before, { url, scheme, endpoint, isReachable: isReachable(endpoint) }];
}

/** Whether somebody on another machine may come: everything but loopback and Unix paths. */
function isReachable(endpoint: Endpoint): boolean {
  if ("path" in endpoint || endpoint.host === undefined || endpoint.host === "localhost") return false;
  const { host } = endpoint;
  return !(ipFamily(host) === "ipv4" ? host.startsWith("127.") : host === "::1");
}
