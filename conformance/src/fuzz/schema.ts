import { count, head, list, object, type Schema, text } from "../report/schema.ts";

const side = { enum: ["ours", "theirs"] } as const;
const mode = {
  enum: ["stepped", "free"],
  description: "stepped: everything comes to rest after each step. free: nobody waits for anybody.",
} as const;
const stream = { enum: ["tcp4", "tcp6", "unix"] } as const;
const datagram = { enum: ["udp4", "udp6"] } as const;
const party = { enum: ["ours", "first", "second", "third"] } as const;
const socket = { ...party, description: "ours, or which of the trusted peer's." } as const;

const step: Schema = {
  oneOf: [
    object({ side, op: { enum: ["write", "read", "glance"] }, bytes: count }),
    object({ side, op: { enum: ["closeWrite", "close", "abort", "closed", "pause"] } }),
    object({ side, op: { const: "cancel" }, what: { enum: ["read", "write"] } }),
  ],
};

const datagramStep: Schema = {
  oneOf: [
    object({ op: { const: "send" }, by: socket, to: { enum: [...party.enum, "nobody", "everybody"] }, bytes: count }),
    object({ op: { enum: ["receive", "glance"] }, by: socket, bytes: count }),
    object({ op: { enum: ["cancel", "dropped"] }, by: { const: "ours" } }),
    object({ op: { const: "close" }, by: socket }),
  ],
};

const schedule: Schema = {
  oneOf: [
    object({ mode, transport: stream, connects: side, steps: list(step) }),
    object({ mode, transport: stream, listener: list({ enum: ["connect", "accept", "cancel", "closeListener"] }) }),
    object({
      mode,
      transport: datagram,
      isConnected: { type: "boolean", description: "Our socket is connected to the first of the peer's." },
      queue: { type: ["integer", "null"], minimum: 1, description: "Bytes; null: what it has without being asked." },
      datagrams: list(datagramStep),
    }),
  ],
};

const { only: _only, ...rest } = head;
const shared = { ...rest, seed: count };

/** A report about schedules of operations. */
export const fuzzSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:anysock:fuzz:1",
  title: "anysock fuzz report, version 1",
  ...object({
    ...shared,
    seed: count,
    report: { const: "fuzz" },
    subjects: list(object({ id: text, version: text })),
    transports: list({ enum: [...stream.enum, ...datagram.enum] }),
    schedules: { ...count, description: "Asked for." },
    played: count,
    findings: list(
      object({
        path: { type: "string", description: "Where the schedule stands among those of the seed and the transports." },
        steady: { type: "boolean", description: "false: it showed a fault once, and not when it was played again." },
        why: text,
        schedule: { $ref: "#/$defs/schedule" },
        histories: list(object({ subject: text, lines: list(text) })),
        rerun: { type: "string", description: "The command that plays it again." },
      }),
    ),
  }),
  $defs: { schedule },
};
