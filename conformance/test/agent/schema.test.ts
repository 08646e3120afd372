import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { patternBytes } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import { agentSchema } from "../../src/agent/schema.ts";
import { faultOf } from "../../src/agent/validation.ts";

test("the published schema is the one that the suite checks with", () => {
  const published = readFileSync(new URL("../../schema/agent-1.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(agentSchema);
});

test("the schema explains every operation, and the pattern by its digest", () => {
  const definitions = agentSchema["$defs"] as Readonly<Record<string, { readonly description?: string }>>;
  const requestNames = Object.keys(definitions).filter((name) => name.startsWith("request-"));
  expect(requestNames.filter((name) => definitions[name]?.description === undefined)).toEqual([]);
  const digest = createHash("sha256")
    .update(patternBytes({ seed: 862, offset: 0, length: 65_537 }))
    .digest("hex");
  expect(definitions["bytes"]?.description).toContain(`first 65,537 bytes of seed 862 have the SHA-256 ${digest}`);
});

const requests = [
  ["hello", { id: 1, op: "hello", version: 1 }, { version: 0 }],
  ["connect", { id: 1, op: "connect", to: "tcp://127.0.0.1:7", timeout: 5 }, { to: "127.0.0.1:7" }],
  ["connect", { id: 1, op: "connect", to: "unix:/x", timeout: 5 }, { timeout: -1 }],
  ["read", { id: 1, op: "read", connection: 1, until: "end", timeout: 5 }, { until: "eof" }],
  ["read", { id: 1, op: "read", connection: 1, until: 0, timeout: 5 }, { until: 1.5 }],
  ["write", { id: 1, op: "write", connection: 1, data: { base64: "AA==" }, timeout: 5 }, { data: { base64: "!" } }],
  [
    "write",
    { id: 1, op: "write", connection: 1, data: { pattern: { seed: 1, offset: 0, length: 9 } }, timeout: 5 },
    { data: { pattern: { seed: -1, offset: 0, length: 9 } } },
  ],
  ["write", { id: 1, op: "write", connection: 1, data: { base64: "" }, pieces: [0, 1], timeout: 5 }, { pieces: [0] }],
  ["listen", { id: 1, op: "listen", at: "unix:/x", options: { backlog: 1 } }, { options: { backlock: 1 } }],
  ["drop", { id: 1, op: "drop", connection: 1 }, { connection: "1" }],
  ["release", { id: 1, op: "release", connections: [1], listeners: [] }, { listeners: [null] }],
] as const;

test.each(requests)("a request of %s is checked member by member", (op, valid, spoiled) => {
  expect(faultOf("request", op, valid)).toBeNull();
  expect(faultOf("request", op, { ...valid, ...spoiled })).toMatch(/not a valid request/);
  expect(faultOf("request", op, { ...valid, extra: 1 })).toMatch(/not a valid request/);
});

const digest = "0".repeat(64);
const answers = [
  ["hello", { id: 1, ok: true, version: 1, runtime: { name: "x", version: "1" }, pid: 9 }, { version: 2 }],
  ["read", { id: 1, ok: true, count: 0, end: true, sha256: digest, divergence: null }, { sha256: "0" }],
  ["closed", { id: 1, ok: true, code: null }, { code: "reset" }],
  ["close", { id: 1, ok: true, delivered: true }, { delivered: 1 }],
  ["read", { id: 1, ok: false, error: { code: "ECONNRESET", message: "reset" } }, { error: "ECONNRESET" }],
  ["connect", { id: 1, unsupported: "no unix here" }, { ok: true }],
] as const;

test.each(answers)("an answer to %s is checked member by member", (op, valid, spoiled) => {
  expect(faultOf("answer", op, valid)).toBeNull();
  expect(faultOf("answer", op, { ...valid, ...spoiled })).toMatch(/not a valid answer/);
  expect(faultOf("answer", op, { ...valid, extra: 1 })).toMatch(/not a valid answer/);
});
