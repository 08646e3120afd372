import { type Case, Mismatch } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import { clientCase, fail, play } from "./raw-cell.ts";

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
