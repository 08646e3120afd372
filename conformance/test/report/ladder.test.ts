import { expect, test } from "vitest";
import { ladderLines, ladderOf } from "../../src/report/ladder.ts";
import type { RecordedEvent } from "../../src/stage/record.ts";

const call = (at: number, actor: RecordedEvent["actor"], connection: number, text: string): RecordedEvent => ({
  at,
  actor,
  connection,
  text,
});

test("a call and its result are one step where nothing came in between, and two where something did", () => {
  const { steps } = ladderOf([
    call(10, "client", 1, "write(5 bytes)"),
    { ...call(15, "client", 1, "wrote 5 bytes"), answers: 0 },
    call(20, "client", 1, "read(5 bytes)"),
    call(21, "server", 7, "read(5 bytes)"),
    { ...call(30, "client", 1, "5 bytes"), answers: 2 },
  ]);
  expect(steps.map(({ text }) => text)).toEqual([
    "write(5 bytes) → wrote 5 bytes (5 µs)",
    "read(5 bytes)",
    "read(5 bytes)",
    "read(5 bytes) → 5 bytes (10 µs)",
  ]);
});

test("the last answer is the first divergent step, because a case ends with what it does not accept", () => {
  const { firstDivergent, steps } = ladderOf([
    call(1, "client", 1, "connect()"),
    { ...call(2, "client", 1, "connected"), answers: 0 },
    call(3, "client", 1, "read()"),
    { ...call(4, "client", 1, "0 bytes"), detail: "byte 0: expected 01, got nothing", answers: 2, diverges: true },
    call(5, "client", 2, "close()"),
  ]);
  expect(steps[firstDivergent ?? -1]).toMatchObject({ at: 3, detail: "byte 0: expected 01, got nothing" });
});

test("without any answer the last call is the divergent one, and an empty record has none", () => {
  expect(ladderOf([call(1, "client", 1, "connect()")]).firstDivergent).toBe(0);
  expect(ladderOf([])).toEqual({ steps: [], firstDivergent: null, leftOut: 0 });
});

test("of thousands of steps those of the connection where it happened are kept, and the rest is counted", () => {
  const events: RecordedEvent[] = [];
  for (let connection = 0; connection < 1000; connection++) {
    events.push(call(events.length, "client", connection, "read()"));
    events.push({ ...call(events.length, "client", connection, "1 byte"), answers: events.length - 1 });
  }
  const { steps, firstDivergent, leftOut } = ladderOf(events);
  expect(steps.map(({ connection }) => connection)).toEqual([999]);
  expect(firstDivergent).toBe(0);
  expect(leftOut).toBe(999);
});

test("as text, both ends stand side by side, with the time and a mark at the divergent step", () => {
  const lines = ladderLines({
    steps: [
      { at: 1500, actor: "client", connection: 1, text: "write(1 byte)" },
      { at: 2000, actor: "server", connection: 4, text: "read() → the end" },
    ],
    firstDivergent: 1,
    leftOut: 3,
  });
  const [heading = "", dropped, client = "", server = ""] = lines.map(({ text }) => text);
  expect(heading.trim()).toMatch(/^client +│ server$/);
  expect(dropped).toContain("3 earlier steps");
  expect(client).toBe("     1.500 ms  #1 write(1 byte)");
  expect(server).toMatch(/^► {4}2\.000 ms {2} +│ #4 read\(\) → the end$/);
  expect(server.indexOf("│")).toBe(heading.indexOf("│"));
});

test("as text, neighbours that are alike but for their times are one line", () => {
  const sends = [1000, 2000, 3000].map((at) => ({ at, actor: "peer", text: `send 1 byte → {} (${at} µs)` }) as const);
  const other = { at: 4000, actor: "peer", text: "receive → 1 byte" } as const;
  const told = (firstDivergent: number | null): readonly string[] =>
    ladderLines({ steps: [...sends, other], firstDivergent, leftOut: 0 }).map(({ text }) => text.trim());
  expect(told(null)).toEqual(["1.000 ms  peer  send 1 byte → {} (1000 µs) × 3", "4.000 ms  peer  receive → 1 byte"]);
  expect(told(2)).toEqual([
    "1.000 ms  peer  send 1 byte → {} (1000 µs) × 2",
    "►    3.000 ms  peer  send 1 byte → {} (3000 µs)",
    "4.000 ms  peer  receive → 1 byte",
  ]);
});
