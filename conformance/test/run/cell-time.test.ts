import type { Pattern, Stage } from "@anysock/protocol-spec";
import { expect, test } from "vitest";
import { clientCase, play } from "./raw-cell.ts";

/** How much is sent at once by who sends slowly, and how long the pause after it is, in ms. */
const PIECE = 16 * 1024;
const PAUSE = 20;

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
