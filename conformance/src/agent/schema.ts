/** A JSON Schema, as far as this file writes any. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Where the schema is published. */
export const AGENT_SCHEMA_ID = "https://raw.githubusercontent.com/anysock/anysock/main/conformance/schema/agent-1.json";

const count: JsonSchema = { type: "integer", minimum: 0 };
/** A connection, a listener or a UDP socket: a number that the agent chooses. */
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

/** A member with what it means. */
function meaning(schema: JsonSchema, description: string): JsonSchema {
  return { ...schema, description };
}

const divergence = meaning(
  { anyOf: [object({ offset: count, expected: hex, actual: hex }), { type: "null" }] },
  "The first byte that is not the expected one, counted from 0, and up to 16 bytes of both from there on.",
);

const patience = meaning(
  milliseconds,
  "The operation fails with ETIMEDOUT once no byte has moved on the connection, in either direction, for so long.",
);

/** What each operation does, what it is asked with, and what it answers, beside `id`, `op` and `ok`. */
const operations: Record<
  string,
  { readonly says: string; readonly request: Record<string, JsonSchema>; readonly answer: Record<string, JsonSchema> }
> = {
  hello: {
    says: "The first request: who the agent is.",
    request: { version: { type: "integer", minimum: 1 } },
    answer: { version: { const: 1 }, runtime: object({ name: text, version: text }), pid: count },
  },
  capabilities: {
    says: "What the agent can do. Cases that need what is not in these lists are not played.",
    request: {},
    answer: { transports: texts, services: texts, capabilities: texts },
  },
  listen: {
    says: "Listens, and answers with the bound address. Connections are kept unread, in order, until accept claims them.",
    request: {
      at: meaning(address, "tcp://HOST:PORT (port 0: the system chooses), unix:/PATH or unix:@ABSTRACT."),
      "service?": meaning(text, "Every connection is answered with this service instead, and none can be accepted."),
      "options?": object({
        "backlog?": meaning(count, "Length of the system's queue, as listen(2) takes it."),
        "ipv6Only?": meaning(flag, "IPv4 clients are not taken on an IPv6 address."),
        "unlinkStale?": meaning(flag, "A Unix path on which nobody listens any more is replaced."),
        "reuseAddress?": meaning(flag, "false: the address is not taken beside connections in TIME-WAIT."),
        "receiveBuffer?": meaning(count, "SO_RCVBUF of its connections, in bytes."),
        "sendBuffer?": meaning(count, "SO_SNDBUF of its connections, in bytes."),
        "trafficClass?": meaning(count, "IP_TOS or IPV6_TCLASS of its connections."),
        "mode?": meaning(count, "Permission bits of a Unix path."),
        "pending?": meaning(count, "Connections that are kept until accept claims them; more are reset."),
      }),
    },
    answer: { listener: handle, address },
  },
  accept: {
    says: "Claims the next connection, or waits for one.",
    request: { listener: handle, timeout: meaning(milliseconds, "ETIMEDOUT, if none has come by then.") },
    answer: connected,
  },
  closeListener: {
    says: "Listens no more: accepts that wait fail with ECLOSED, unclaimed connections are reset, claimed ones live on.",
    request: { listener: handle },
    answer: {},
  },
  connect: {
    says: "Connects, with TCP_NODELAY.",
    request: {
      to: address,
      timeout: meaning(milliseconds, "ETIMEDOUT, if it is not connected by then; nothing is left behind."),
    },
    answer: connected,
  },
  write: {
    says: "Writes all of the data, behind every write that was asked for before. Answers once the system has taken it.",
    request: {
      ...connection,
      data: bytes,
      "chunk?": meaning({ type: "integer", minimum: 1 }, "Bytes of one call of the socket API; 65,536 if not given."),
      "pieces?": meaning(
        { type: "array", items: count, contains: { type: "integer", minimum: 1 } },
        "A call is given an array (as writev(2) is) of pieces of these sizes, taken in turn; a piece may be empty.",
      ),
      "limit?": meaning(
        milliseconds,
        "The time that a call has. One that takes longer is given up, and the connection reset.",
      ),
      timeout: meaning(patience, `${patience["description"]} The write goes on.`),
    },
    answer: { count: meaning(count, "Bytes written: all of them.") },
  },
  read: {
    says: "Reads. Nothing is taken from the system while no read waits. A second read at the same time fails with EBUSY.",
    request: {
      ...connection,
      until: meaning(
        { anyOf: [count, { enum: ["end", "some"] }] },
        'So many bytes, or fewer if the stream ends; "end": all until the end; "some": what one call gives, or the end.',
      ),
      "expect?": meaning(
        bytes,
        "The read ends at the first piece that differs or goes beyond them: divergence says where.",
      ),
      "bytes?": meaning(flag, "The answer has the bytes themselves."),
      "chunk?": meaning({ type: "integer", minimum: 1 }, "Most bytes of one call; 65,536 if not given."),
      timeout: meaning(
        milliseconds,
        `${patience["description"]} With "some": once nothing could be read for so long. The failure has what was read.`,
      ),
    },
    answer: received(),
  },
  bind: {
    says: "Opens a UDP socket. Datagrams are kept, in order, until receive asks for them.",
    request: {
      at: meaning(address, "udp://HOST:PORT (port 0: the system chooses)."),
      "remote?": meaning(address, "Connects it: it sends to this peer alone and hears nobody else."),
      "service?": meaning(text, "Every datagram is answered by this service instead, and none can be received."),
      "options?": object({
        "ipv6Only?": meaning(flag, "IPv4 is not heard on an IPv6 address."),
        "queue?": meaning(count, "Bytes of datagrams that are kept until receive asks for them; more are dropped."),
      }),
    },
    answer: { socket: handle, local: address },
  },
  send: {
    says: "Sends one datagram. Answers once the system has taken it.",
    request: {
      socket: handle,
      data: bytes,
      "to?": meaning(address, "udp://HOST:PORT. Left out where the socket is connected."),
      timeout: meaning(milliseconds, "ETIMEDOUT, if the system has not taken it by then."),
    },
    answer: {},
  },
  receive: {
    says: "Receives the next datagram, or waits for one. A second one at the same time fails with EBUSY.",
    request: {
      socket: handle,
      "into?": meaning(count, "Bytes of the memory that it goes into; 65,535 if not given."),
      "expect?": meaning(bytes, "divergence says where the bytes differ from them, or go beyond."),
      "bytes?": meaning(flag, "The answer has the bytes themselves."),
      timeout: meaning(milliseconds, "ETIMEDOUT, if none has come by then."),
    },
    answer: {
      count: meaning(count, "Bytes received."),
      truncated: meaning(flag, "The datagram was longer than the memory."),
      from: address,
      sha256: meaning({ type: "string", pattern: "^[0-9a-f]{64}$" }, "Of the bytes received."),
      divergence,
      "base64?": meaning(base64, "The bytes, where they were asked for."),
    },
  },
  dropped: {
    says: "How many datagrams came to this socket and found no room.",
    request: { socket: handle },
    answer: { dropped: count },
  },
  closeSocket: {
    says: "Closes a UDP socket. A receive that waits fails with ECLOSED.",
    request: { socket: handle },
    answer: {},
  },
  closeWrite: {
    says: "Sends FIN behind every write that was asked for before. Reading goes on.",
    request: connection,
    answer: {},
  },
  close: {
    says: "Closes in good order: flushes, sends FIN, throws away what comes until the peer's FIN, releases the descriptor. A read that waits fails with ECLOSED.",
    request: {
      ...connection,
      "timeout?": meaning(milliseconds, "How long the peer's FIN is waited for behind our own; a second if not given."),
    },
    answer: { delivered: meaning(flag, "The peer's FIN came, and no reset.") },
  },
  drop: {
    says: "Closes at once, as close(2): nothing is waited for, unread input is lost.",
    request: connection,
    answer: {},
  },
  abort: {
    says: "Resets (RST on TCP; a Unix socket is closed). A read that waits fails with ECLOSED.",
    request: connection,
    answer: {},
  },
  closed: {
    says: "Answers when the connection is over.",
    request: connection,
    answer: {
      code: meaning({ anyOf: [code, { type: "null" }] }, "Null: both ends sent their FIN. Else why it is over."),
    },
  },
  progress: {
    says: "Answers at once, whatever else is under way.",
    request: connection,
    answer: {
      written: meaning(count, "Bytes of calls that have settled."),
      read: meaning(count, "Bytes that were read."),
    },
  },
  cancel: {
    says: "Gives up a request that is under way, which then fails with ECANCELED.",
    request: { target: meaning(handle, "Its id.") },
    answer: {},
  },
  release: {
    says: "Aborts those of the connections that are open, closes the listeners and the sockets, and forgets all of these handles.",
    request: { connections: handles, listeners: handles, "sockets?": handles },
    answer: {},
  },
  stats: {
    says: "What the agent's own process uses.",
    request: {},
    answer: {
      descriptors: meaning(count, "Open descriptors: the entries of /proc/self/fd."),
      memory: meaning(count, "Anonymous resident memory in bytes: RssAnon of /proc/self/status."),
    },
  },
  stop: {
    says: "Ends the agent, with exit status 0. The end of its stdin does the same.",
    request: {},
    answer: {},
  },
};

function received(): Record<string, JsonSchema> {
  return {
    count: meaning(count, "Bytes read."),
    end: meaning(flag, "The stream ended within this read: the peer's FIN."),
    sha256: meaning({ type: "string", pattern: "^[0-9a-f]{64}$" }, "Of the bytes read."),
    divergence,
    "base64?": meaning(base64, "The bytes, where they were asked for."),
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
      description:
        "Bytes themselves, or the pattern that makes them. Byte n of the pattern of a seed is byte (n mod 4), the least significant first, of mix(seed + floor(n / 4) * 0x9e3779b9), all modulo 2^32, where mix(h) is: h ^= h >> 16; h *= 0x85ebca6b; h ^= h >> 13; h *= 0xc2b2ae35; h ^= h >> 16, with shifts that fill with zeros. From `offset` on, `length` bytes are meant. The first 65,537 bytes of seed 862 have the SHA-256 f93a861f7eff057061cfcec05b61a03a2b7ee67439448807eb136216d3fff91b.",
      oneOf: [
        object({ base64 }),
        object({ pattern: object({ seed: { ...count, maximum: 0xffffffff }, offset: count, length: count }) }),
      ],
    },
    ...failures,
  };
  for (const [op, { says, request, answer }] of Object.entries(operations)) {
    defs[`request-${op}`] = meaning(object({ id: handle, op: { const: op }, ...request }), says);
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
    "JSON lines of at most 1 MiB, UTF-8; stderr is free text. Each request is answered exactly once, in any order, with its id; several may be under way. What the agent does not implement it answers with `unsupported` and why, and an option that it cannot give an effect to likewise. A failure has a code of errno (ECONNRESET, EPIPE, EINVAL) or one of ECLOSED (closed by this program), ETIMEDOUT, ECANCELED and EBUSY. `connection`, `listener` and `socket` are numbers that the agent chooses. Times are milliseconds.",
  oneOf: Object.keys(operations).map((op) => ({ $ref: `#/$defs/request-${op}` })),
  $defs: definitions(),
};
