import { expect, test } from "vitest";
import { fillPattern, patternBytes } from "../src/index.ts";

// Computed by a program in Python, from the definition.
const known: readonly (readonly [seed: number, offset: number, hex: string])[] = [
  [0, 0, "000000000e2fca92f3e3d63c"],
  [1, 0, "b7284e516bf9a0969083bc12"],
  [1, 3, "516bf9a0969083bc12"],
  [42, 1000001, "4b7fdb837bd0d3fb"],
  [4294967295, 0, "396ff18103b5de36"],
  [7, 67108860, "45b3e29fafbc90a3"],
];

test.each(known)("the pattern with seed %i from byte %i on is %s", (seed, offset, hex) => {
  expect(hexOf(patternBytes({ seed, offset, length: hex.length / 2 }))).toBe(hex);
});

test("a pattern that is made in pieces of any size is the pattern", () => {
  const whole = patternBytes({ seed: 7, offset: 0, length: 300 });
  for (const size of [1, 2, 3, 5, 7, 64]) {
    const pieces = new Uint8Array(300);
    for (let at = 0; at < 300; at += size) fillPattern(pieces.subarray(at, Math.min(at + size, 300)), 7, at);
    expect(hexOf(pieces)).toBe(hexOf(whole));
  }
});

test("patterns of different seeds differ within their first 8 bytes", () => {
  const heads = Array.from({ length: 1000 }, (_, seed) => hexOf(patternBytes({ seed, offset: 0, length: 8 })));
  expect(new Set(heads).size).toBe(1000);
});

test("64 KiB of a pattern hold every byte value about equally often", () => {
  const counts = new Array<number>(256).fill(0);
  for (const byte of patternBytes({ seed: 1, offset: 0, length: 65_536 })) counts[byte] = (counts[byte] ?? 0) + 1;
  expect(Math.min(...counts)).toBeGreaterThan(150);
  expect(Math.max(...counts)).toBeLessThan(400);
});

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
