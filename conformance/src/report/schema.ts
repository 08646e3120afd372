/** The JSON Schemas of the reports (draft 2020-12), as data; `conformance/schema/` holds them as published files. */
export type Schema = Readonly<Record<string, unknown>>;

export const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
export const count = { type: "integer", minimum: 0 } as const;
const milliseconds = { type: "number", minimum: 0, description: "Milliseconds." } as const;
const level = { enum: ["MUST", "SHOULD", "MAY"] } as const;
const transport = { enum: ["tcp4", "tcp6", "unix", "udp4", "udp6"] } as const;
const service = { enum: ["echo", "upper", "discard", "chargen", "daytime", "time"] } as const;
const verdictNames = [
  "pass",
  "pass-alternative",
  "violation",
  "deviation",
  "observed",
  "unsupported",
  "blocked",
  "harness-error",
  "flaky",
] as const;
const verdict = { enum: verdictNames } as const;

export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

/** What both ends did, and how to see it again; `actors` are those that it was seen from. */
function evidenceOf(actors: readonly string[]): Readonly<Record<string, Schema>> {
  const step = object(
    {
      at: { type: "number", minimum: 0, description: "Microseconds since the case began." },
      actor: { enum: actors },
      connection: { type: "integer" },
      text,
      detail: text,
    },
    ["connection", "detail"],
  );
  return {
    ladder: object({
      steps: list(step),
      firstDivergent: { type: ["integer", "null"], minimum: 0, description: "Index in steps." },
      leftOut: count,
    }),
    stderr: text,
    died: { type: ["string", "null"] },
    rerun: { type: "string", description: "The command that plays this case again with the same bytes." },
  };
}

const failure = object({
  seed: count,
  ...evidenceOf(["client", "server", "service"]),
  repro: { type: "string", description: "A program for Node.js that needs no suite." },
});

const judged = {
  id: text,
  title: text,
  requirements: { type: "array", items: text, minItems: 1 },
  level,
  verdict,
  durationMs: milliseconds,
  alternative: text,
  expected: text,
  actual: text,
  reason: text,
  blockedBy: object({ id: text, verdict }),
  runs: count,
  failed: count,
  observations: { type: "object", additionalProperties: { type: ["string", "number", "boolean"] } },
} as const;

const optional = ["alternative", "expected", "actual", "reason", "blockedBy", "observations", "failure"] as const;

const result = object(
  {
    ...judged,
    subject: { enum: ["service", "client", "server"] },
    transport,
    service: { enum: [...service.enum, null] },
    failure,
  },
  optional,
);

const apiTransport = { enum: ["tcp4", "tcp6", "unix", "abstract", "udp4", "udp6"] } as const;

const apiResult = object(
  {
    ...judged,
    transport: apiTransport,
    failure: object({
      ...evidenceOf(["adapter", "peer"]),
      code: { type: "string", description: "What the case does." },
    }),
  },
  optional,
);

const levelSummary = object({
  passed: count,
  failed: count,
  notApplicable: count,
  notJudged: count,
  observed: count,
  total: count,
});

const summary = object({
  must: levelSummary,
  should: levelSummary,
  may: levelSummary,
  unsupported: count,
  blocked: count,
  harnessErrors: count,
  flaky: count,
  cases: {
    type: "object",
    propertyNames: verdict,
    additionalProperties: count,
    description: "Cases by verdict; everything else in a summary counts requirements.",
  },
});

/** What every report has. Those with random bytes have their `seed` besides. */
export const head: Readonly<
  Record<"suite" | "version" | "partial" | "startedAt" | "durationMs" | "environment" | "only" | "errors", Schema>
> = {
  suite: { const: "anysock" },
  version: text,
  partial: flag,
  startedAt: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" },
  durationMs: milliseconds,
  environment: object({ runtime: text, platform: text, kernel: text, arch: text, cores: count }),
  only: list(text),
  errors: list(text),
};

const address = object({
  url: text,
  transport,
  address: text,
  roundTripMs: milliseconds,
  refusal: { type: ["string", "null"] },
});

/** A report about one subject. */
export const reportSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:anysock:report:1",
  title: "anysock report, version 1",
  ...object({
    ...head,
    seed: count,
    report: { const: "server" },
    subject: object({ kind: { const: "server" }, urls: list(text), addresses: list(address) }),
    service,
    results: list({ $ref: "#/$defs/result" }),
    summary: { $ref: "#/$defs/summary" },
  }),
  $defs: { result, summary },
};

/** A report about one adapter in one runtime. */
export const adapterSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:anysock:adapter:1",
  title: "anysock adapter report, version 1",
  ...object({
    ...head,
    report: { const: "adapter" },
    subject: object({
      kind: { const: "adapter" },
      adapter: { type: "string", description: "As it was typed." },
      version: { type: "string", description: "Of its package; empty where it is in none." },
      runtime: { anyOf: [object({ name: text, version: text }), { type: "null" }] },
      supports: list(text),
    }),
    transports: list(apiTransport),
    results: list({ $ref: "#/$defs/result" }),
    summary: { $ref: "#/$defs/summary" },
  }),
  $defs: { result: apiResult, summary },
};

/** A report about every server with every client. */
export const matrixSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:anysock:matrix:1",
  title: "anysock matrix report, version 1",
  ...object({
    ...head,
    seed: count,
    report: { const: "matrix" },
    subjects: list(object({ id: text, version: text })),
    servers: list(text),
    clients: list(text),
    transports: list(transport),
    cells: list(
      object({
        server: text,
        client: text,
        transport,
        isGate: { type: "boolean", description: "false: measured only; what it violates fails no run." },
        results: list({ $ref: "#/$defs/result" }),
        roundTripMs: milliseconds,
        durationMs: milliseconds,
        summary: { $ref: "#/$defs/summary" },
      }),
    ),
    summary: { description: "Of the cells that are gates.", $ref: "#/$defs/summary" },
    measured: { description: "Of the cells that are measured only.", $ref: "#/$defs/summary" },
  }),
  $defs: { result, summary },
};
