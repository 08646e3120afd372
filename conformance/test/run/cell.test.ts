import { type Case, type Level, Mismatch, type Pattern, type Stage } from "@anysock/protocol-spec";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { type CellSetup, playCell } from "../../src/run/cell.ts";
import { type Company, closeCompany } from "../../src/run/company.ts";
import type { CaseResult } from "../../src/run/result.ts";
import { Seat } from "../../src/run/seat.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { caseOf } from "./cases.ts";

// The raw agent is at both ends; what the cases say about it is made up.
const agent = (name: string, trusted: boolean): Seat<AgentProcess> =>
  new Seat(name, () => AgentProcess.start(rawAgent(), { name }), { trusted });
const company: Company = {
  client: agent("the client", false),
  server: agent("the server", true),
  services: new Map(),
  foreign: false,
  capabilities: async (who) => new Set(who === "client" ? ["unix"] : []),
};
beforeAll(() => Promise.all([company.client.take(), company.server?.take()]));
afterAll(() => closeCompany(company));

/** How much is sent at once by who sends slowly, and how long the pause after it is, in ms. */
const PIECE = 16 * 1024;
const PAUSE = 20;

async function play(cases: readonly Case[], setup: Partial<CellSetup> = {}): Promise<Record<string, CaseResult>> {
  const results = await playCell({
    cases,
    levelOf: (one): Level =>
      one.verifies[0].startsWith("S") ? "SHOULD" : one.verifies[0].startsWith("M") ? "MAY" : "MUST",
    transport: "tcp4",
    company,
    seed: 1,
    pace: { roundTrip: 0 },
    concurrency: 4,
    signal: new AbortController().signal,
    rerun: ({ id }) => `again ${id}`,
    ...setup,
  });
  return Object.fromEntries(results.map((result) => [result.id, result]));
}

function clientCase(id: string, parts: Partial<Case> = {}): Case {
  return caseOf(id, { subject: "client", needs: {}, ...parts });
}

async function fail(): Promise<never> {
  throw new Mismatch("one thing", "another");
}

test("a case that ends passes, and one that ends by a legal alternative says which", async () => {
  const results = await play([
    clientCase("a"),
    clientCase("b", { play: async () => ({ alternative: "in two pieces" }) }),
  ]);
  expect(results["a"]).toMatchObject({ verdict: "pass", runs: 1, failed: 0 });
  expect(results["b"]).toMatchObject({ verdict: "pass-alternative", alternative: "in two pieces" });
});

test("what fails is a violation, a deviation or an observation, by the level of the requirement", async () => {
  const results = await play([
    clientCase("must", { play: fail }),
    clientCase("should", { verifies: ["S-1"], play: fail }),
    clientCase("may", { verifies: ["M-1"], play: fail }),
  ]);
  expect(results["must"]).toMatchObject({
    verdict: "violation",
    expected: "one thing",
    actual: "another",
    runs: 3,
    failed: 3,
  });
  expect(results["should"]).toMatchObject({ verdict: "deviation" });
  expect(results["may"]).toMatchObject({ verdict: "observed", runs: 1 });
});

test("a MAY is observed, with its values, whether it was made use of or not", async () => {
  const results = await play([
    clientCase("may", { verifies: ["M-1"], play: async (stage) => stage.observe("reads", 3) }),
    clientCase("other", { verifies: ["M-2"], play: async () => ({ alternative: "in two pieces" }) }),
    clientCase("next", { dependsOn: ["may"] }),
  ]);
  expect(results["may"]).toMatchObject({ verdict: "observed", observations: { reads: 3 }, failed: 0 });
  expect(results["other"]).toMatchObject({ verdict: "observed", alternative: "in two pieces" });
  expect(results["next"]).toMatchObject({ verdict: "pass" });
});

test("a case that fails now and then is flaky, and says how often", async () => {
  let runs = 0;
  const results = await play([clientCase("a", { play: async () => (++runs === 1 ? fail() : undefined) })]);
  expect(results["a"]).toMatchObject({ verdict: "flaky", runs: 2, failed: 1 });
});

test("what a case has seen again by itself is not played again", async () => {
  let playings = 0;
  const leaves = clientCase("leaves", {
    needs: { alone: true },
    play: async () => {
      // What it leaves behind hides it from the next.
      if (playings++ === 0) throw new Mismatch("little", "much", { isConclusive: true });
    },
  });
  expect((await play([leaves]))["leaves"]).toMatchObject({ verdict: "violation", runs: 1, failed: 1 });
});

test("an error in a case is ours", async () => {
  const results = await play([
    clientCase("a", {
      play: async () => {
        throw new TypeError("x is undefined");
      },
    }),
  ]);
  expect(results["a"]?.verdict).toBe("harness-error");
  expect(results["a"]?.reason).toContain("x is undefined");
});

test("what depends on a failure is blocked by its root", async () => {
  const results = await play([
    clientCase("a", { play: fail }),
    clientCase("b", { dependsOn: ["a"] }),
    clientCase("c", { dependsOn: ["b"] }),
  ]);
  expect(results["c"]).toMatchObject({ verdict: "blocked", blockedBy: { id: "a", verdict: "violation" } });
});

test("a capability that is not declared makes a case unsupported, and so is what depends on it", async () => {
  const results = await play([
    clientCase("a", { needs: { capabilities: ["unix"] } }),
    clientCase("b", { needs: { capabilities: ["unix", "dual-stack"] } }),
    clientCase("c", { dependsOn: ["b"] }),
    clientCase("d", { needs: { peerCapabilities: ["unix"] } }),
  ]);
  expect(results["a"]?.verdict).toBe("pass");
  expect(results["b"]).toMatchObject({ verdict: "unsupported", reason: expect.stringContaining("dual-stack") });
  expect(results["c"]?.verdict).toBe("unsupported");
  expect(results["d"]).toMatchObject({ verdict: "unsupported", reason: expect.stringContaining("the other end") });
});

test("a case that must be alone is alone, and the others are played together", async () => {
  let inPlay = 0;
  const seen: Record<string, number> = {};
  const met = Promise.withResolvers<void>();
  const together = (id: string): Case =>
    clientCase(id, {
      play: async () => {
        if (++inPlay === 2) met.resolve();
        await met.promise;
        inPlay -= 1;
      },
    });
  const alone = clientCase("alone", {
    needs: { alone: true },
    play: async () => {
      seen["alone"] = inPlay;
    },
  });
  const results = await play([together("a"), alone, together("b")]);
  expect(seen["alone"]).toBe(0);
  expect(Object.values(results).map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
});

test("a process that dies is a verdict with its end, and the next case has a fresh one", async () => {
  const dies = clientCase("dies", {
    play: async () => {
      const { pid, exited } = await company.client.take();
      process.kill(pid, "SIGKILL");
      await exited;
    },
  });
  const next = clientCase("next", { dependsOn: [], play: async (stage) => void (await stage.client.stats()) });
  const results = await play([dies, next], { concurrency: 1 });
  expect(results["dies"]).toMatchObject({ verdict: "violation", failure: { died: "the client was ended by SIGKILL" } });
  expect(results["next"]?.verdict).toBe("pass");
});

test("a case that was only near when a process died is acquitted", async () => {
  const { promise: bothInPlay, resolve } = Promise.withResolvers<void>();
  const dies = clientCase("dies", {
    play: async () => {
      await bothInPlay;
      const { pid, exited } = await company.client.take();
      process.kill(pid, "SIGKILL");
      await exited;
    },
  });
  // The first time it waits for the end of a connection, which only the death brings.
  let runs = 0;
  const near = clientCase("near", {
    play: async (stage) => {
      if (++runs > 1) return;
      const listener = await stage.server.listen();
      const [peer] = await Promise.all([stage.client.connect(listener.address), listener.accept()]);
      resolve();
      await peer.closed();
    },
  });
  const results = await play([dies, near]);
  expect(results["dies"]).toMatchObject({ verdict: "violation" });
  expect(results["near"]).toMatchObject({ verdict: "pass", runs: 1 });
});

test("a trusted process that dies is an error of the suite", async () => {
  const dies = clientCase("dies", {
    play: async (stage) => {
      const { pid } = (await company.server?.take()) ?? { pid: 0 };
      process.kill(pid, "SIGKILL");
      await stage.server.stats();
    },
  });
  const results = await play([dies]);
  expect(results["dies"]).toMatchObject({ verdict: "harness-error", reason: expect.stringContaining("the server") });
});

test("an interrupted cell gives what it has, and ends though a case does not", async () => {
  const controller = new AbortController();
  const hangs = clientCase("hangs", {
    dependsOn: ["a"],
    play: () => {
      controller.abort();
      return new Promise<void>(() => {});
    },
  });
  const results = await play([clientCase("a"), hangs], { signal: controller.signal });
  expect(Object.keys(results)).toEqual(["a"]);
});

test("a failure keeps both ends' record up to the moment when it was seen", async () => {
  const differs = clientCase("differs", {
    play: async (stage) => {
      const [client, server] = await stage.pair();
      await server.write(new Uint8Array([1, 2, 3]));
      const { bytes } = await client.read(3, { bytes: true, expect: new Uint8Array([1, 2, 4]) });
      try {
        throw new Mismatch("4", String(bytes?.[2]));
      } finally {
        await client.abort();
      }
    },
  });
  const { differs: result } = await play([differs]);
  const steps = result?.failure?.ladder.steps ?? [];
  expect(steps.at(-1)).toMatchObject({ actor: "client", detail: "byte 2: expected 04, got 03" });
  expect(result?.failure?.ladder.firstDivergent).toBe(steps.length - 1);
  expect(steps.some(({ actor, text }) => actor === "server" && text.includes("3 bytes: 010203"))).toBe(true);
  expect(result?.failure?.rerun).toBe("again differs");
  expect(result?.failure?.repro).toContain("createServer");
  expect(result?.failure?.repro).toContain('Buffer.from("AQID", "base64")');
});

test("a case in which the subject never stops is the subject's failure, and one that stands still by itself is ours", async () => {
  const trickle = clientCase("trickle", {
    play: async (stage) => {
      const [client, server] = await stage.pair();
      const reading = client.readToEnd();
      reading.catch(() => {});
      for (;;) await Promise.all([server.write(new Uint8Array([7])), stage.pause(5)]);
    },
  });
  const still = clientCase("still", { play: () => new Promise<void>(() => {}) });
  const pace = { roundTrip: 0, patience: 300, ceiling: 300 };
  const results = await play([trickle, still], { pace, concurrency: 1 });
  expect(results["trickle"]).toMatchObject({
    verdict: "violation",
    actual: expect.stringMatching(/^after 0\.3 s the client still reads: [1-9]\d* bytes/),
  });
  expect(results["still"]).toMatchObject({
    verdict: "harness-error",
    reason: expect.stringContaining("did not end within 0.3 s"),
  });
});

test("who moves the right bytes slowly is played again with less of them, and is not judged where that does not help", async () => {
  const sizes: number[] = [];
  // A piece each time, so that 4 MiB take far longer than there is time.
  const sent = async (stage: Stage, data: Pattern): Promise<void> => {
    const [client, server] = await stage.pair();
    const reading = client.read(data.length, { expect: data });
    reading.catch(() => {});
    for (let offset = 0; offset < data.length; offset += PIECE) {
      await server.write({ ...data, offset, length: Math.min(PIECE, data.length - offset) });
      await stage.pause(PAUSE);
    }
    await reading;
  };
  const bulk = async (stage: Stage): Promise<void> => {
    const data = stage.bulk(4 * 1024 * 1024);
    sizes.push(data.length);
    await sent(stage, data);
  };
  const results = await play(
    [
      clientCase("bulk", { play: bulk }),
      clientCase("more", { play: bulk, dependsOn: ["bulk"] }),
      clientCase("fixed", { play: (stage) => sent(stage, stage.pattern(4 * 1024 * 1024)), dependsOn: ["more"] }),
    ],
    { pace: { roundTrip: 0, patience: 1000, ceiling: 1500 }, concurrency: 1 },
  );
  const [asked, less = 0, again] = sizes;
  expect(asked).toBe(4 * 1024 * 1024);
  expect(less).toBeLessThan(3 * 1024 * 1024);
  // Once is enough to know how slow it is.
  expect(again).toBe(less);
  expect(results["bulk"]).toMatchObject({ verdict: "pass", observations: { bytes: less } });
  expect(results["more"]).toMatchObject({ verdict: "pass" });
  expect(results["fixed"]).toMatchObject({
    verdict: "unsupported",
    reason: expect.stringMatching(
      /^after 1\.5 s the client still reads: \d+ bytes by then, and right so far: too slow/,
    ),
  });
});

test("who declares what a case needs and then refuses it has failed; what was never declared is unsupported", async () => {
  const refuses = `
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { id, op } = JSON.parse(line);
      const say = (answer) => console.log(JSON.stringify({ id, ...answer }));
      if (op === "hello") say({ ok: true, version: 1, runtime: { name: "fake", version: "1" }, pid: process.pid });
      else if (op === "capabilities") say({ ok: true, transports: ["tcp4"], services: [], capabilities: ["unix"] });
      else if (op === "stop") process.exit(0);
      else if (op === "stats") say({ ok: false, error: { code: "ENOTSUP", message: "not today" } });
      else say({ unsupported: "not today" });
    });`;
  const argv: [string, ...string[]] = [process.execPath, "-e", refuses];
  const seat = new Seat("the refuser", () => AgentProcess.start({ argv }, { name: "the refuser" }), { trusted: false });
  onTestFinished(() => seat.close());
  const cases = [
    clientCase("connects", { play: async ({ client }) => void (await client.connect("tcp://127.0.0.1:1")) }),
    clientCase("counts", {
      needs: { capabilities: ["unix"] },
      play: async ({ client }) => void (await client.stats()),
    }),
  ];
  const withRefuser = { ...company, client: seat };
  const declared = await play(cases, { company: withRefuser });
  expect(declared["connects"]).toMatchObject({ verdict: "violation", actual: expect.stringContaining("not today") });
  expect(declared["counts"]).toMatchObject({ verdict: "violation", actual: expect.stringContaining("ENOTSUP") });
  const undeclared = await play(cases, { company: withRefuser, transport: "tcp6" });
  expect(undeclared["connects"]).toMatchObject({ verdict: "unsupported", reason: expect.stringContaining("tcp6") });
  const trusted = new Seat("the refuser", () => AgentProcess.start({ argv }, { name: "the refuser" }), {
    trusted: true,
  });
  onTestFinished(() => trusted.close());
  const ours = await play(cases.slice(0, 1), { company: { ...company, client: trusted } });
  expect(ours["connects"]).toMatchObject({ verdict: "harness-error" });
});
