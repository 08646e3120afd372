import type { Case, DatagramTransport } from "@anysock/protocol-spec";
import { parseAddress } from "../agent/raw-address.ts";
import type { RecordedEvent } from "../stage/record.ts";

/**
 * A program of about fifteen lines over `node:dgram` that asks a service what the suite's client has asked it, so that a failure can be seen
 * without the suite. What was sent again because no answer came is sent once. Empty where the client had several sockets.
 */
export function datagramReproOf(one: Case, events: readonly RecordedEvent[], transport: DatagramTransport): string {
  if (one.subject !== "service") return "";
  const calls = events.flatMap(({ actor, call }) => (actor === "client" && call !== undefined ? [call] : []));
  const binds = calls.filter(({ op }) => op === "bind");
  const steps = stepsOf(calls);
  const remote = binds[0]?.args["remote"];
  const to = remote ?? calls.find(({ op }) => op === "send")?.args["to"];
  // With one socket it would show nothing of what needs several; and who receives nothing sees nothing.
  if (binds.length !== 1 || typeof to !== "string" || !steps.some((line) => line.startsWith("await receive(")))
    return "";
  const place = placeOf(to);
  const head = [
    `// After the case ${one.id}: ${one.title}.`,
    ...(steps.some((line) => line.includes("randomBytes")) ? ['import { randomBytes } from "node:crypto";'] : []),
    'import { createSocket } from "node:dgram";',
    'import { setTimeout } from "node:timers/promises";',
    `const socket = createSocket(${JSON.stringify(transport)}), sent = [], got = [];`,
    'socket.on("message", (data) => got.push(data)).on("error", (error) => console.log(error.code));',
    ...(remote === undefined ? [] : [`await new Promise((connected) => socket.connect(${place}, connected));`]),
    `const send = (data) => { sent.push(data); socket.send(data${remote === undefined ? `, ${place}` : ""}); };`,
    "const receive = async (expected, ms) => {",
    "  for (const end = Date.now() + ms; got.length === 0 && Date.now() < end; ) await setTimeout(1);",
    '  const data = got.shift(), what = data === undefined ? "nothing" : data.length + " bytes";',
    '  if (expected === undefined) return console.log(what, String(data ?? ""));',
    '  console.log(what, (expected === null ? data === undefined : data?.equals(expected)) ? "as expected" : "different");',
    "};",
  ];
  return `${[...head, ...steps, "socket.close();"].join("\n")}\n`;
}

type Call = NonNullable<RecordedEvent["call"]>;

/** How long an answer is waited for, in ms. */
const PATIENCE = 5_000;

function stepsOf(calls: readonly Call[]): readonly string[] {
  const lines: string[] = [];
  const sent: string[] = [];
  for (const { op, args } of calls) {
    const data = JSON.stringify(args["data"]);
    if (op === "send") {
      const isAgain = lines.at(-1)?.endsWith(`${PATIENCE});`) === true && data === sent.at(-1);
      sent.push(data);
      if (!isAgain) lines.push(`send(${bytesOf(args["data"])});`);
    }
    if (op === "receive") {
      const line = receiveLine(args, sent);
      if (line !== lines.at(-1) || sent.length === 0) lines.push(line);
    }
  }
  return lines;
}

/** What is expected is what was sent last, or bytes that are known; nothing at all, where silence is; or whatever is looked at when it comes. */
function receiveLine({ expect, bytes, timeout }: Call["args"], sent: readonly string[]): string {
  if (bytes === true) return `await receive(undefined, ${PATIENCE});`;
  if (expect === undefined) return `await receive(null, ${Number(timeout)});`;
  // Which random bytes they are, only the last that were sent can tell.
  const expected = JSON.stringify(expect) === sent.at(-1) ? "sent.at(-1)" : bytesOf(expect);
  return `await receive(${expected}, ${PATIENCE});`;
}

function bytesOf(data: unknown): string {
  if (typeof data === "object" && data !== null && "base64" in data) {
    return `Buffer.from(${JSON.stringify(data.base64)}, "base64")`;
  }
  const { length } = (data as { readonly pattern: { readonly length: number } }).pattern;
  return `randomBytes(${length})`;
}

/** `7000, "127.0.0.1"`. */
function placeOf(address: string): string {
  const endpoint = parseAddress(address);
  return "path" in endpoint ? "" : `${endpoint.port}, ${JSON.stringify(endpoint.host)}`;
}
