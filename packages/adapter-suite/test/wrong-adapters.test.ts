import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiCases } from "../src/catalogue.ts";
import type { Planned } from "../src/plan.ts";
import { linesOf, rightAdapter, verdictsOf, wrongAdapter } from "./inside.ts";

/** What is wrong with an adapter, which is a file of that name, and who convicts it; whether by waiting for what never comes. */
const wrong: Readonly<Record<string, readonly [id: string, transport: Planned["transport"], hangs?: "hangs"]>> = {
  "abort-is-close": ["api/abort/idle/connected", "tcp4"],
  "always-says-true": ["api/close/silent-peer", "tcp4"],
  "cancelled-read-consumes": ["api/read/cancelled", "tcp4", "hangs"],
  "closes-at-closewrite": ["api/close/chatty-peer", "tcp4"],
  "closes-at-the-peers-fin": ["api/half-close/write-on/connected", "tcp4"],
  "connects-after-giving-up": ["api/connect/given-up", "tcp4"],
  "dead-peer-fails-the-next": ["api/datagram/dead-peer", "udp4"],
  "drops-are-not-counted": ["api/datagram/queue", "udp4"],
  "first-part-of-an-array": ["api/write/array", "tcp4"],
  "gives-back-at-abort": ["api/close/twice", "tcp4"],
  "ignores-backlog": ["api/backlog/3", "tcp4"],
  "ignores-ipv6-only": ["api/listen/ipv6-only", "tcp6"],
  "ignores-no-delay": ["api/keep-alive/no-delay/connected", "tcp4"],
  "leaves-its-path": ["api/unix-path/gone-after-close", "unix"],
  "loop-ends-at-a-reset": ["api/listen/reset-in-queue", "tcp4"],
  "loses-a-byte-at-fin": ["api/write/late-reader/connected", "unix"],
  "refused-is-a-timeout": ["api/connect/refused", "tcp4"],
  "rejects-for-nobody": ["api/reset/idle", "tcp4"],
  "second-reader-waits": ["api/read/second-reader", "tcp4", "hangs"],
  "settles-writes-at-once": ["api/write/late-reader/connected", "tcp4"],
  "shares-its-port": ["api/listen/in-use", "tcp4"],
  "swallows-a-reset": ["api/reset/after-data/connected", "tcp4"],
  "swallows-empty-datagrams": ["api/datagram/empty", "udp4", "hangs"],
  "tells-port-0": ["api/address/both-ends", "tcp4"],
  "touches-memory-afterwards": ["api/read/timed-out", "tcp4"],
  "truncation-is-not-told": ["api/datagram/truncated", "udp4"],
  "turns-datagrams-round": ["api/datagram/order", "udp4"],
  "unlinks-a-strangers-path": ["api/unix-path/somebody-else", "unix"],
  "unref-has-no-effect": ["api/process/ends/listener-unref", "tcp4"],
  "writes-interleave": ["api/write/in-turn", "tcp4"],
};

/** Milliseconds until what never comes is said not to come. */
const HANGS = 3_000;

const isNode = !("Bun" in globalThis || "Deno" in globalThis);
const why = isNode ? "" : " (its adapter is that of Node.js, whose tests play them)";

describe.skipIf(!isNode)(`a wrong adapter${why}`, { timeout: 60_000 }, () => {
  test.each(Object.entries(wrong))("that %s is convicted", async (name, [id, transport, hangs]) => {
    const limit = hangs === undefined ? {} : { limit: HANGS };
    const { lines, printed } = await linesOf(wrongAdapter(name), { ids: [id], transports: [transport], ...limit });
    const verdict = verdictsOf(lines).get(`${id} ${transport}`);
    expect(verdict, `${id} says what it met; printed: ${printed}`).toEqual(expect.any(String));
    expect(verdict === "it hangs").toBe(hangs !== undefined);
  });

  test("is told from the right one, which all of them acquit", async () => {
    const ids = [...new Set(Object.values(wrong).map(([id]) => id))];
    const transports = [...new Set(Object.values(wrong).map(([, transport]) => transport))];
    const { lines, printed } = await linesOf(rightAdapter, { ids, transports });
    const verdicts = verdictsOf(lines);
    for (const [id, transport] of Object.values(wrong)) {
      expect(verdicts.get(`${id} ${transport}`), `${id} over ${transport}; printed: ${printed}`).toBe(null);
    }
    expect(lines.at(-1)).toEqual({ type: "end" });
  });
});

test("every wrong adapter is named, with a case that there is", () => {
  const made = ["given-up", "made"];
  const files = readdirSync(new URL("./wrong-adapters", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
  expect(files.filter((name) => !made.includes(name)).sort()).toEqual(Object.keys(wrong));
  const ids = new Set(apiCases.map(({ id }) => id));
  expect(Object.values(wrong).filter(([id]) => !ids.has(id))).toEqual([]);
});
