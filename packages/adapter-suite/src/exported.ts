import type { DatagramAdapter } from "./datagram-setting.ts";

/** What an export has to be, in words, and whether a value is that. */
type Kind = readonly [expected: string, isOne: (value: unknown) => boolean];

const aFunction: Kind = ["a function", (value) => typeof value === "function"];

/** What a module exports that is an adapter. */
const exported: Readonly<Record<keyof DatagramAdapter, Kind>> = {
  connect: aFunction,
  listen: aFunction,
  bind: aFunction,
  supports: ["a Set of capabilities", (value) => value instanceof Set],
  runtime: ["{ name, version }", (value) => has(value, "string", ["name", "version"])],
  driver: [
    "the Driver that createSockets() takes",
    (value) => has(value, "function", ["resolve", "connect", "listen"]),
  ],
};

/** Why a module is no adapter, in one sentence; `undefined` where it is one. */
export function exportFault(module: Readonly<Record<string, unknown>>): string | undefined {
  const missing = Object.keys(exported).filter((name) => module[name] === undefined);
  if (missing.length > 0) {
    return `it does not export ${missing.join(", ")}; an adapter exports ${Object.keys(exported).join(", ")}`;
  }
  for (const [name, [expected, isOne]] of Object.entries(exported)) {
    if (!isOne(module[name])) return `its ${name} is ${inWords(module[name])}; expected ${expected}`;
  }
  return undefined;
}

function has(value: unknown, type: "string" | "function", names: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === type);
}

function inWords(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  const names = Object.keys(value);
  return names.length === 0 ? "an object without properties" : `an object with ${names.join(", ")}`;
}
