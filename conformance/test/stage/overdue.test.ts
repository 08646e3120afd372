import { fileURLToPath } from "node:url";
import type { Case } from "@anysock/protocol-spec";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { type Company, closeCompany } from "../../src/run/company.ts";
import { type Pace, type Playing, playOnce } from "../../src/run/play.ts";
import { Seat } from "../../src/run/seat.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { caseOf } from "../run/cases.ts";

const mutant = fileURLToPath(new URL("../../zoo/agents/ignores-read-timeout.mjs", import.meta.url));
const seat = (name: string, file: string | undefined, trusted: boolean): Seat<AgentProcess> =>
  new Seat(name, () => AgentProcess.start(rawAgent(file), { name }), { trusted });
const capabilities = async () => new Set<string>();
const judged: Company = {
  client: seat("the wrong agent", mutant, false),
  server: seat("the other end", undefined, true),
  services: new Map(),
  foreign: false,
  capabilities,
};
/** The same program as a part of the suite. */
const ours: Company = { ...judged, client: seat("our own agent", mutant, true) };

beforeAll(() => Promise.all([judged.client.take(), judged.server?.take(), ours.client.take()]));
afterAll(() => Promise.all([closeCompany(judged), closeCompany(ours)]));

const waits: Case = caseOf("waits", {
  subject: "client",
  needs: {},
  play: async (stage) => {
    const [client] = await stage.pair();
    await client.readSome();
  },
});

function play(one: Case, company: Company, pace: Partial<Pace> = {}): Promise<Playing> {
  const { signal } = new AbortController();
  return playOnce(one, company, { transport: "tcp4", seed: 1, pace: { roundTrip: 0, patience: 200, ...pace }, signal });
}

test("who is told how long to wait and waits on is judged by it, long before the case's ceiling", async () => {
  const { judgement, durationMs } = await play(waits, judged);
  expect(judgement).toMatchObject({
    kind: "failed",
    expected: "the client's read is given up when nothing has moved for 200 ms",
    actual: expect.stringMatching(/^the wrong agent still waits after [3-9]\d\d ms/),
    stalled: true,
  });
  expect(durationMs).toBeLessThan(60_000 / 4);
});

test("a wait that is longer than the patience is left to end first", async () => {
  const long = caseOf("long", {
    subject: "client",
    needs: {},
    play: async (stage) => {
      const [client, server] = await stage.pair();
      const reading = client.read(1, { timeout: 1_500 });
      await stage.pause(1_000);
      await server.write(new Uint8Array([7]));
      await reading;
    },
  });
  expect((await play(long, judged)).judgement).toEqual({ kind: "passed" });
});

test("as long as bytes move nobody is overdue", async () => {
  const trickle = caseOf("trickle", {
    subject: "client",
    needs: {},
    play: async (stage) => {
      const [client, server] = await stage.pair();
      const reading = client.read(20);
      for (let count = 0; count < 20; count++) {
        await server.write(new Uint8Array([count]));
        await stage.pause(50);
      }
      await reading;
    },
  });
  expect((await play(trickle, judged)).judgement).toEqual({ kind: "passed" });
});

test("a program of the suite that waits on is the suite's own fault", async () => {
  expect((await play(waits, ours)).judgement).toEqual({
    kind: "harness-error",
    reason: expect.stringContaining("our own agent still waits"),
  });
});
