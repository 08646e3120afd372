import { expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { Seat } from "../../src/run/seat.ts";
import { clientCase, company, play } from "./raw-cell.ts";

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

test("a case whose process the suite ended for another case's sake is played again, and only that counts", async () => {
  const { promise: nearInPlay, resolve } = Promise.withResolvers<void>();
  // After a failure of the suite itself, nobody knows in what state the processes are: they are replaced.
  const breaks = clientCase("breaks", {
    play: async () => {
      await nearInPlay;
      throw new Error("a mistake of the case's own");
    },
  });
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
  const results = await play([breaks, near]);
  expect(results["breaks"]).toMatchObject({ verdict: "harness-error" });
  expect(results["near"]).toMatchObject({ verdict: "pass", runs: 1, failed: 0 });
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
