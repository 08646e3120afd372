import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiCases } from "../src/catalogue.ts";
import type { Planned } from "../src/plan.ts";
import { linesOf, rightAdapters, type Verdict, verdictsOf, wrongAdapter } from "./inside.ts";

/** Milliseconds until what never comes is said not to come, and how that is expected. */
const HANGS = 3_000;
const NEVER = `it comes to its end within ${HANGS} ms`;
const STILL_OPEN = "what it has opened closes within 5000 ms";

/** What is wrong with an adapter, which is a file of that name, who convicts it, and what that expects and does not meet. */
const wrong: readonly (readonly [
  name: string,
  id: string,
  transport: Planned["transport"],
  expected: string | RegExp,
])[] = [
  ["abort-is-close", "api/abort/idle/connected", "tcp4", /^"toBeOneOf<.*ECONNRESET/],
  ["always-says-true", "api/close/silent-peer", "tcp4", "false"],
  ["calls-back-outside", "api/connect/context", "tcp4", /^\{"inThen":"kept","behindAwait":"kept"\}$/],
  ["calls-back-outside", "api/datagram/context", "udp4", /^\{"inThen":"kept","behindAwait":"kept"\}$/],
  ["cancelled-read-consumes", "api/read/cancelled", "tcp4", NEVER],
  ["cancelled-receive-goes-on", "api/process/ends/receive-cancelled", "udp4", '["ready"]'],
  ["closes-at-closewrite", "api/close/chatty-peer", "tcp4", /^\{"length":4194304,.*"stopped":"FIN"\}$/],
  ["closes-at-the-peers-fin", "api/half-close/write-on/connected", "tcp4", "no failure"],
  ["connects-after-giving-up", "api/connect/given-up", "tcp4", "[]"],
  ["copies-what-it-writes", "api/memory/one-write", "tcp4", "1048576"],
  ["datagram-ref-has-no-effect", "api/process/stays/receive-ref", "udp4", '["ready","alive"]'],
  ["datagram-unref-has-no-effect", "api/process/ends/receive-unref", "udp4", '["ready"]'],
  ["datagrams-on-every-interface", "api/bound/datagrams", "udp4", "here"],
  ["datagrams-on-every-interface", "api/bound/datagrams", "udp6", "here"],
  ["dead-peer-fails-the-next", "api/datagram/dead-peer", "udp4", "no failure"],
  ["drops-are-not-counted", "api/datagram/queue", "udp4", "8"],
  ["first-part-of-an-array", "api/write/array", "tcp4", /^\{"length":8458614,.*"stopped":"FIN"\}$/],
  ["idle-datagrams-hold-the-process", "api/process/ends/bind", "udp4", '["ready"]'],
  ["gives-back-at-abort", "api/close/twice", "tcp4", "every connection has given its descriptor back"],
  ["ignores-backlog", "api/backlog/3", "tcp4", /^"toBeOneOf<Array \[ 3, .*ENOTSUP/],
  ["ignores-buffer-sizes", "api/option/receiveBuffer/effect", "tcp4", "100000"],
  ["ignores-buffer-sizes", "api/option/sendBuffer/effect", "tcp4", "100000"],
  ["ignores-datagram-reuse-address", "api/datagram-option/reuseAddress/effect", "udp4", '["shared","shared"]'],
  ["ignores-datagram-reuse-port", "api/datagram-option/reusePort/effect", "udp4", '["shared","shared"]'],
  ["ignores-ipv6-only", "api/listen/ipv6-only", "tcp6", "rejected promise"],
  [
    "ignores-no-delay",
    "api/keep-alive/no-delay/connected",
    "tcp4",
    '{"noDelay":false,"keepAlive":false,"idle":7200,"interval":75,"probes":9}',
  ],
  ["ignores-reuse-address", "api/option/reuseAddress/effect", "tcp4", "false"],
  ["ignores-unlink-stale", "api/option/unlinkStale/effect", "unix", "no failure"],
  ["leaves-its-path", "api/unix-path/gone-after-close", "unix", "false"],
  [
    "listens-beside-its-descriptor",
    "api/option/fd/effect",
    "unix",
    /^\[\{"family":"ipv4","host":"127\.0\.0\.1","port":\d+\},\{"family":"unix","path":".+"\}\]$/,
  ],
  ["listens-on-every-interface", "api/bound/listener", "tcp4", "ECONNREFUSED"],
  ["listens-on-every-interface", "api/bound/listener", "tcp6", "ECONNREFUSED"],
  ["loop-ends-at-a-reset", "api/listen/reset-in-queue", "tcp4", "no failure"],
  ["loses-a-byte-at-fin", "api/write/late-reader/connected", "unix", /^\{"length":16777215,"stopped":"FIN",/],
  ["loses-a-byte-of-a-megabyte", "api/read/late-and-little/connected", "tcp4", "null"],
  ["never-closes-its-listener", "api/close/closed-fulfils", "tcp4", STILL_OPEN],
  ["never-closes-its-listener", "api/read/late-and-little/accepted", "tcp4", STILL_OPEN],
  ["pending-write-holds-no-process", "api/process/stays/write", "tcp4", '["ready","alive"]'],
  ["queues-what-it-writes", "api/memory/echo", "tcp4", "1048576"],
  ["queues-what-it-writes", "api/memory/blocks", "tcp4", "1048576"],
  ["reads-ahead", "api/memory/unread", "tcp4", "1048576"],
  ["receive-holds-no-process", "api/process/stays/receive", "udp4", '["ready","alive"]'],
  ["ref-while-accepting-has-no-effect", "api/process/stays/accept", "tcp4", '["ready","alive"]'],
  ["refused-is-a-timeout", "api/connect/refused", "tcp4", /"code":"toBeOneOf<.*ECONNREFUSED/],
  ["rejects-for-nobody", "api/reset/idle", "tcp4", "no failure that nobody can catch"],
  ["second-reader-waits", "api/read/second-reader", "tcp4", NEVER],
  ["settles-writes-at-once", "api/write/late-reader/connected", "tcp4", "false"],
  ["shares-its-port", "api/listen/in-use", "tcp4", "rejected promise"],
  ["swallows-a-reset", "api/reset/after-data/connected", "tcp4", "rejected promise"],
  ["swallows-empty-datagrams", "api/datagram/empty", "udp4", NEVER],
  [
    "tells-another-datagram-host",
    "api/bound/datagrams",
    "udp4",
    /^\{"family":"ipv4","host":"127\.0\.0\.1","port":\d+\}$/,
  ],
  [
    "tells-another-path",
    "api/address/both-ends",
    "unix",
    /^\[\{"family":"unix","path":null\},\{"family":"unix","path":".+\.sock"\}\]$/,
  ],
  [
    "tells-port-0",
    "api/address/both-ends",
    "tcp4",
    /^\[\{"family":"ipv4","host":"127\.0\.0\.1","port":"toSatisfy<.*it is a port/,
  ],
  ["touches-memory-afterwards", "api/read/timed-out", "tcp4", "[238,238,238,238]"],
  ["truncation-is-not-told", "api/datagram/truncated", "udp4", '{"length":5,"truncated":true}'],
  ["turns-datagrams-round", "api/datagram/order", "udp4", /^\["0","1","2",/],
  ["unlinks-a-strangers-path", "api/unix-path/somebody-else", "unix", "true"],
  ["unref-has-no-effect", "api/process/ends/listener-unref", "tcp4", '["ready"]'],
  ["writes-interleave", "api/write/in-turn", "tcp4", /^\{"length":9437184,.*"stopped":"FIN"\}$/],
];

const isNode = !("Bun" in globalThis || "Deno" in globalThis);
const why = isNode ? "" : " (its adapter is that of Node.js, whose tests play them)";

describe.skipIf(!isNode)(`a wrong adapter${why}`, { timeout: 60_000 }, () => {
  test.each(wrong)("that %s is convicted by %s over %s", async (name, id, transport, expected) => {
    const limit = expected === NEVER || expected === STILL_OPEN ? { limit: HANGS } : {};
    const { lines, printed } = await linesOf(wrongAdapter(name), { ids: [id], transports: [transport], ...limit });
    const verdict = verdictsOf(lines).get(`${id} ${transport}`);
    const told = { expected: typeof expected === "string" ? expected : expect.stringMatching(expected) };
    expect(verdict, `${id} says what it met; printed: ${printed}`).toMatchObject(told);
    expect(verdict?.actual.startsWith("it hangs")).toBe(expected === NEVER || expected === STILL_OPEN);
    if (expected === STILL_OPEN) expect(verdict?.actual).toContain("close() of the listener at ");
    expect(verdict?.actual, "it says what it met instead").not.toMatch(/^undefined|^ /);
  });

  test("is told from the right ones, which acquit all of them", { timeout: 240_000 }, async () => {
    const verdicts = new Map<string, Verdict | null>();
    for (const transport of new Set(wrong.map(([, , transport]) => transport))) {
      let ids = new Set(wrong.filter(([, , over]) => over === transport).map(([, id]) => id));
      for (const adapter of rightAdapters) {
        const { lines, printed } = await linesOf(adapter, { ids: [...ids], transports: [transport] });
        expect(lines.at(-1), printed).toEqual({ type: "end" });
        for (const [played, verdict] of verdictsOf(lines)) verdicts.set(played, verdict);
        // What it does not declare is played on the next one.
        ids = new Set([...ids].filter((id) => !verdicts.has(`${id} ${transport}`)));
        if (ids.size === 0) break;
      }
    }
    const notAcquitted = wrong.filter(([, id, transport]) => verdicts.get(`${id} ${transport}`) !== null);
    expect(notAcquitted.map(([, id, transport]) => ({ id, transport, ...verdicts.get(`${id} ${transport}`) }))).toEqual(
      [],
    );
  });
});

test("every wrong adapter is named, with a case that there is", () => {
  const made = ["given-up", "made"];
  const files = readdirSync(new URL("./wrong-adapters", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
  const names = new Set(wrong.map(([name]) => name));
  expect(files.filter((name) => !made.includes(name)).sort()).toEqual([...names].sort());
  const ids = new Set(apiCases.map(({ id }) => id));
  expect(wrong.filter(([, id]) => !ids.has(id))).toEqual([]);
});
