import type { Case, StreamTransport, Transport } from "@anysock/protocol-spec";
import type { RecordedEvent, StageActor } from "../stage/record.ts";
import { datagramReproOf } from "./datagram-repro.ts";

/**
 * A program of about ten lines over `node:net` that does what the suite's end of the connection did, so that a failure can be
 * seen, traced and reported without the suite. Patterns become random bytes; everything else is as it was.
 */
export function reproOf(one: Case, events: readonly RecordedEvent[], transport: Transport): string {
  if (transport === "udp4" || transport === "udp6") return datagramReproOf(one, events, transport);
  const end: StageActor = one.subject === "client" ? "server" : "client";
  // With one connection it would show nothing of what needs several.
  if (connectionsOf(events, end).size > 1) return "";
  const calls = callsOf(events, end);
  if (calls.length === 0 || calls.filter(({ op }) => op === "connect").length > 1) return "";
  // What never ends it would collect without end.
  if (one.needs.service === "chargen") return "";
  // A client that reads nothing of a service prints the same for a right one.
  if (one.subject === "service" && !calls.some(({ op }) => op === "read")) return "";
  const isServer = calls.some(({ op }) => op === "listen" || op === "accept");
  const steps = [...serviceSteps(calls), ...stepsOf(calls)];
  // An end that does nothing shows nothing.
  if (isServer && steps.length === 0) return "";
  const usesRandom = steps.some((line) => line.includes("randomBytes"));
  const head = [
    `// After the case ${one.id}: ${one.title}.`,
    `// What its ${end} did, in that order, and no slower: what comes is read at once.`,
    ...(usesRandom ? ['import { randomBytes } from "node:crypto";'] : []),
    ...(steps.some((line) => line.includes("once(")) ? ['import { once } from "node:events";'] : []),
    `import { ${isServer ? "createServer" : "connect"} } from "node:net";`,
  ];
  const told = tell(expectedBytes(one, calls));
  const body = isServer ? serverProgram(told, steps, transport) : clientProgram(told, steps, calls);
  return `${[...head, ...body].join("\n")}\n`;
}

interface Call {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
}

function connectionsOf(events: readonly RecordedEvent[], end: StageActor): ReadonlySet<number> {
  return new Set(events.filter(({ actor }) => actor === end).flatMap(({ connection }) => connection ?? []));
}

/** The calls of one end on one connection: that of the last answer, else the first. */
function callsOf(events: readonly RecordedEvent[], end: StageActor): readonly Call[] {
  const own = events.filter(({ actor }) => actor === end);
  const connection = own.findLast((event) => event.answers !== undefined && event.connection !== undefined)?.connection;
  const calls = own.filter(({ call, connection: of }) => call !== undefined && (of === undefined || of === connection));
  return calls.map(({ call }) => call).filter((call) => call !== undefined);
}

/** An end that was told to serve did so by itself, without a call for it. */
function serviceSteps(calls: readonly Call[]): readonly string[] {
  if (!calls.some(({ op, args }) => op === "listen" && args["service"] === "echo")) return [];
  return [
    'socket.on("data", (chunk) => { got.push(chunk); sent.push(chunk); socket.write(chunk); }).on("end", () => socket.end()).resume();',
  ];
}

function stepsOf(calls: readonly Call[]): readonly string[] {
  const lines: string[] = [];
  let reads = false;
  for (const { op, args } of calls) {
    if (op === "write") lines.push(...writeLines(args));
    if (op === "read" && !reads) {
      reads = true;
      // The end that accepted was told to pause: listening to "data" alone starts nothing there.
      lines.push('socket.on("data", (chunk) => got.push(chunk)).resume();');
    }
    if (op === "closeWrite") lines.push("socket.end();");
    if (reads && (op === "abort" || op === "drop" || op === "close")) lines.push('await once(socket, "data");');
    if (op === "abort") lines.push("socket.resetAndDestroy();");
    if (op === "drop") lines.push("socket.destroy();");
    if (op === "close") lines.push("socket.end();");
  }
  return lines;
}

function writeLines(args: Call["args"]): readonly string[] {
  const bytes = bytesOf(args["data"]);
  const chunk = args["chunk"];
  if (typeof chunk !== "number") return [`sent.push(${bytes});`, "socket.write(sent.at(-1));"];
  return [
    `sent.push(${bytes});`,
    `for (let at = 0; at < sent.at(-1).length; at += ${chunk}) socket.write(sent.at(-1).subarray(at, at + ${chunk}));`,
  ];
}

function bytesOf(data: unknown): string {
  if (typeof data !== "object" || data === null) return "Buffer.alloc(0)";
  if ("base64" in data) return `Buffer.from(${JSON.stringify(data.base64)}, "base64")`;
  const length = "pattern" in data ? (data.pattern as { readonly length: number }).length : 0;
  return `randomBytes(${length})`;
}

/** What should come, as an expression: the bytes that the case expected, or of an echo what was sent; `null` where neither is known. */
function expectedBytes(one: Case, calls: readonly Call[]): string | null {
  if (one.needs.service === "echo") return "Buffer.concat(sent)";
  const expected = calls.filter(({ op }) => op === "read").map(({ args }) => args["expect"]);
  const isKnown = expected.every((data) => typeof data === "object" && data !== null && "base64" in data);
  if (expected.length === 0 || !isKnown) return null;
  return expected.length === 1 ? bytesOf(expected[0]) : `Buffer.concat([${expected.map(bytesOf).join(", ")}])`;
}

/** What both programs tell: how it went, and whether what came is what should come. */
function tell(expected: string | null): readonly string[] {
  const counts = '"-", Buffer.concat(sent).length, "bytes sent,", Buffer.concat(got).length, "received"';
  return [
    "const sent = [], got = [];",
    ...(expected === null
      ? [`const tell = (what) => console.log(what, ${counts});`]
      : [
          `const tell = (what) => console.log(what, ${counts},`,
          `  Buffer.concat(got).equals(${expected}) ? "as expected" : "different");`,
        ]),
    'socket.setNoDelay().on("error", (error) => tell(error.code)).on("end", () => tell("end")).on("close", () => tell("closed"));',
    'const timer = setTimeout(() => { tell("nothing more after 5 s"); process.exit(1); }, 5000);',
    'socket.on("close", () => clearTimeout(timer));',
  ];
}

function clientProgram(told: readonly string[], steps: readonly string[], calls: readonly Call[]): readonly string[] {
  const to = calls.find(({ op }) => op === "connect")?.args["to"];
  return [`const socket = connect({ ${placeOf(String(to))}, allowHalfOpen: true });`, ...told, ...steps];
}

function serverProgram(
  told: readonly string[],
  steps: readonly string[],
  transport: StreamTransport,
): readonly string[] {
  const at = { tcp4: '0, "127.0.0.1"', tcp6: '0, "::1"', unix: '"/tmp/anysock-repro.sock"' }[transport];
  return [
    "const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, async (socket) => {",
    // One connection: with its end the program ends.
    ...["server.close();", ...told, ...steps].map((line) => `  ${line}`),
    "});",
    `server.listen(${at}, () => console.log("connect the client under test to", server.address()));`,
  ];
}

/** `host: "127.0.0.1", port: 7000`, or `path: "/run/echo.sock"`. */
function placeOf(address: string): string {
  if (address.startsWith("unix:")) {
    const path = address.slice("unix:".length);
    return `path: ${JSON.stringify(path.startsWith("@") ? `\0${path.slice(1)}` : path)}`;
  }
  const url = /^tcp:\/\/(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(address);
  return `host: ${JSON.stringify(url?.[1] ?? url?.[2] ?? "")}, port: ${url?.[3] ?? 0}`;
}
