import { expect, test } from "vitest";
import { bytesFault, dataFault } from "../src/bytes.ts";

/** Memory that has become too short for its view. */
function shrunk(): Uint8Array {
  const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
  const bytes = new Uint8Array(buffer, 4, 4);
  buffer.resize(2);
  return bytes;
}

const given: readonly unknown[] = [
  new Uint8Array(3),
  new Uint8Array(0),
  new Uint8Array(65_536),
  "x",
  3,
  null,
  new Uint16Array(3),
  new TextEncoder().encode("x"),
  new TextEncoder().encode(""),
];

test("memory that is gone is refused in compiled code as well", async () => {
  const gone = shrunk();
  for (let round = 0; round < 60; round++) {
    for (let at = 0; at < 50 * (1 + (round % 3)); at++) {
      bytesFault(given[at % given.length]);
      dataFault(given[(at * 7) % given.length]);
    }
    // Compilers work beside.
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect(bytesFault(gone)).toContain("lost its memory");
    expect(dataFault(gone)).toContain("lost its memory");
  }
});
