import { createHash } from "node:crypto";
import { fillPattern, patternBytes } from "@anysock/protocol-spec/pattern";
import { expect, test } from "vitest";
import { Comparison } from "../../src/agent/expected-bytes.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

// The values come from the Python implementation in peers/stream_peer.py.
test("the pattern has the bytes that its description gives in another language", () => {
  expect(hex(patternBytes({ seed: 1, offset: 0, length: 16 }))).toBe("b7284e516bf9a0969083bc1264991e97");
  const long = patternBytes({ seed: 862, offset: 0, length: 65537 });
  expect(createHash("sha256").update(long).digest("hex")).toBe(
    "f93a861f7eff057061cfcec05b61a03a2b7ee67439448807eb136216d3fff91b",
  );
});

test("any part of the pattern can be made alone", () => {
  const whole = patternBytes({ seed: 7, offset: 0, length: 64 });
  for (let offset = 0; offset < 9; offset++) {
    for (let length = 0; length < 9; length++) {
      expect(fillPattern(new Uint8Array(length), 7, offset)).toEqual(whole.subarray(offset, offset + length));
    }
  }
});

test("a comparison names the first byte that differs, wherever the pieces are cut", () => {
  const pattern = { seed: 5, offset: 3, length: 40 };
  const wrong = patternBytes(pattern);
  wrong[23] = (wrong[23] ?? 0) ^ 1;
  const right = patternBytes(pattern);
  for (const cut of [1, 7, 23, 24, 40]) {
    const comparison = new Comparison({ pattern }, cut);
    for (let from = 0; from < wrong.length; from += cut) comparison.add(wrong.subarray(from, from + cut), from);
    expect(comparison.divergence?.offset).toBe(23);
    expect(comparison.divergence?.expected).toBe(hex(right.subarray(23, 39)));
    expect(comparison.divergence?.actual.slice(0, 2)).toBe(hex(wrong.subarray(23, 24)));
  }
});

test("bytes beyond the expected ones diverge from nothing", () => {
  const comparison = new Comparison({ base64: "AAEC" }, 8);
  comparison.add(new Uint8Array([0, 1, 2, 3]), 0);
  expect(comparison.divergence).toEqual({ offset: 3, expected: "", actual: "03" });
});

test("fewer bytes than expected do not diverge: the count tells", () => {
  const comparison = new Comparison({ base64: "AAEC" }, 8);
  comparison.add(new Uint8Array([0, 1]), 0);
  expect(comparison.divergence).toBeNull();
});
