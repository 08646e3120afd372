import { readFileSync } from "node:fs";
import type { Transport } from "@anysock/protocol-spec";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { fuzzReport } from "../../src/fuzz/document.ts";
import { fuzzAgent } from "./fuzz-agent.ts";

const published = readFileSync(new URL("../../schema/fuzz-1.json", import.meta.url), "utf8");
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(published));

/** A wrong agent for each kind of schedule. */
const mutants = [
  ["drops-at-fin", "tcp4", "steps"],
  ["accepts-latest-first", "unix", "listener"],
  ["udp-loses-empty", "udp6", "datagrams"],
] as const satisfies readonly (readonly [string, Transport, string])[];

test.for(mutants)("a report of what %s does is valid by the published schema", async ([name, transport, kind]) => {
  const transports = [transport];
  const result = await fuzzAgent(name, { transports, runs: 300 });
  const subjects = [{ id: name, version: "1" }];
  const command = { seed: 5, runtimes: [name], transports };
  const facts = { ...command, subjects, schedules: 300, startedAt: new Date(), partial: true };
  const report = JSON.parse(JSON.stringify(fuzzReport(facts, result)));
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
  expect(report.findings[0].schedule).toHaveProperty(kind);
  expect(validate({ ...report, findings: [{ ...report.findings[0], why: 7 }] })).toBe(false);
});
