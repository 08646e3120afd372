/** A JSON Schema, as far as this file writes any. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Where the schema is published. */
export const AGENT_SCHEMA_ID = "https://raw.githubusercontent.com/anysock/anysock/main/conformance/schema/agent-1.json";

const count: JsonSchema = { type: "integer", minimum: 0 };
const handle: JsonSchema = { type: "integer", minimum: 0 };
const milliseconds: JsonSchema = { type: "number", minimum: 0 };
const flag: JsonSchema = { type: "boolean" };
const text: JsonSchema = { type: "string" };
const address: JsonSchema = { type: "string", pattern: "^(tcp://|udp://|unix:)" };
const base64: JsonSchema = { type: "string", pattern: "^[A-Za-z0-9+/]*={0,2}$" };
const hex: JsonSchema = { type: "string", pattern: "^([0-9a-f]{2}){0,16}$" };
const code: JsonSchema = { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" };
const texts: JsonSchema = { type: "array", items: text };
const handles: JsonSchema = { type: "array", items: handle };
const bytes: JsonSchema = { $ref: "#/$defs/bytes" };
const connection = { connection: handle };
const connected = { connection: handle, local: address, remote: address };

/** An object with exactly these members. Names that end in `?` may be missing. */
function object(members: Record<string, JsonSchema>): JsonSchema {
  const entries = Object.entries(members).map(([name, schema]) => [name.replace("?", ""), schema] as const);
  return {
    type: "object",
    properties: Object.fromEntries(entries),
    required: Object.keys(members).filter((name) => !name.endsWith("?")),
    additionalProperties: false,
  };
}

/** What each operation is asked with, and what it answers, beside `id`, `op` and `ok`. */
const operations: Record<string, { request: Record<string, JsonSchema>; answer: Record<string, JsonSchema> }> = {
  hello: {
    request: { version: { type: "integer", minimum: 1 } },
    answer: { version: { const: 1 }, runtime: object({ name: text, version: text }), pid: count },
  },
  capabilities: { request: {}, answer: { transports: texts, services: texts, capabilities: texts } },
  listen: {
    request: {
      at: address,
      "service?": text,
      "options?": object({ "backlog?": count, "ipv6Only?": flag, "unlinkStale?": flag, "pending?": count }),
    },
    answer: { listener: handle, address },
  },
  accept: { request: { listener: handle, timeout: milliseconds }, answer: connected },
  closeListener: { request: { listener: handle }, answer: {} },
  connect: { request: { to: address, timeout: milliseconds }, answer: connected },
  write: {
    request: {
      ...connection,
      data: bytes,
      "chunk?": { type: "integer", minimum: 1 },
      "pieces?": { type: "array", items: count, contains: { type: "integer", minimum: 1 } },
      "limit?": milliseconds,
      timeout: milliseconds,
    },
    answer: { count },
  },
  read: {
    request: {
      ...connection,
      until: { anyOf: [count, { enum: ["end", "some"] }] },
      "expect?": bytes,
      "bytes?": flag,
      "chunk?": { type: "integer", minimum: 1 },
      timeout: milliseconds,
    },
    answer: received(),
  },
  closeWrite: { request: connection, answer: {} },
  close: { request: { ...connection, "timeout?": milliseconds }, answer: { delivered: flag } },
  drop: { request: connection, answer: {} },
  abort: { request: connection, answer: {} },
  closed: { request: connection, answer: { code: { anyOf: [code, { type: "null" }] } } },
  progress: { request: connection, answer: { written: count, read: count } },
  cancel: { request: { target: handle }, answer: {} },
  release: { request: { connections: handles, listeners: handles }, answer: {} },
  stats: { request: {}, answer: { descriptors: count, memory: count } },
  stop: { request: {}, answer: {} },
};

function received(): Record<string, JsonSchema> {
  return {
    count,
    end: flag,
    sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
    divergence: { anyOf: [object({ offset: count, expected: hex, actual: hex }), { type: "null" }] },
    "base64?": base64,
  };
}

const failures: Record<string, JsonSchema> = {
  failure: object({
    id: handle,
    ok: { const: false },
    error: object({ code, message: text, "received?": object(received()) }),
  }),
  unsupported: object({ id: handle, unsupported: text }),
};

function definitions(): Record<string, JsonSchema> {
  const defs: Record<string, JsonSchema> = {
    bytes: {
      description: "Bytes themselves, or the pattern that makes them (see @anysock/protocol-spec, pattern.ts).",
      oneOf: [
        object({ base64 }),
        object({ pattern: object({ seed: { ...count, maximum: 0xffffffff }, offset: count, length: count }) }),
      ],
    },
    ...failures,
  };
  for (const [op, { request, answer }] of Object.entries(operations)) {
    defs[`request-${op}`] = object({ id: handle, op: { const: op }, ...request });
    defs[`answer-${op}`] = {
      oneOf: [
        object({ id: handle, ok: { const: true }, ...answer }),
        { $ref: "#/$defs/failure" },
        { $ref: "#/$defs/unsupported" },
      ],
    };
  }
  return defs;
}

/** The agent protocol as JSON Schema, draft 2020-12. The whole describes a request; `$defs/answer-OP` the answer to each. */
export const agentSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: AGENT_SCHEMA_ID,
  title: "anysock agent protocol, version 1: one line of stdin (a request), or of stdout ($defs/answer-OP)",
  description:
    "JSON lines of at most 1 MiB. Each request is answered exactly once, in any order, with its id. Times are milliseconds.",
  oneOf: Object.keys(operations).map((op) => ({ $ref: `#/$defs/request-${op}` })),
  $defs: definitions(),
};
