import { testAdapter } from "@anysock/adapter-suite/vitest";
import { optionSupport } from "@anysock/core";
import * as plain from "@anysock/node";
import * as adapter from "@anysock/node/ffi";
import { optionColumns, optionRows } from "@anysock/node/option-rows";
import { describe, expect, test } from "vitest";

const [major] = process.versions.node.split(".");
/** Before 26 there is no `node:ffi`: it is the same as without, and that is tested elsewhere. */
const hasFfi = process.getBuiltinModule("node:ffi") !== undefined;

describe("the options of this Node.js", () => {
  test.each([
    ["@anysock/node", plain, hasFfi ? -2 : -1],
    ["@anysock/node/ffi", adapter, -1],
  ] as const)("by %s are what the table says of its version", (_, { supports }, column) => {
    const columns = optionColumns.filter(({ name }) => name.startsWith(`Node.js ${major}.`));
    const { supports: expected, remedies } = optionSupport(optionRows, new Set(columns.at(column)?.has));
    for (const capability of expected) expect(supports).toContain(capability);
    for (const capability of Object.keys(remedies)) expect(supports).not.toContain(capability);
  });
});

describe.skipIf(!hasFfi)(`with system calls of its own${hasFfi ? "" : " (no node:ffi here)"}`, () => {
  const specifier = new URL("../src/ffi.ts", import.meta.url).href;
  testAdapter(adapter, { specifier, only: ["api/keep-alive", "api/option"] });

  test("a listener on :: gives IPv4 connections its traffic class as well", async () => {
    const listener = await adapter.listen({ host: "::", port: 0 }, { trafficClass: 8 });
    await listener.close();
    await expect(plain.listen({ host: "::", port: 0 }, { trafficClass: 8 })).rejects.toMatchObject({ code: "ENOTSUP" });
  });
});

describe.skipIf(!plain.supports.has("option:trafficClass"))("between IPv4-mapped addresses", () => {
  test("the traffic class is ENOTSUP, because Node sets that of IPv6 alone", async () => {
    const listener = await plain.listen({ host: "::", port: 0 });
    const { port } = listener.address as { port: number };
    const there = { host: "::ffff:127.0.0.1", port };
    await expect(plain.connect(there, { trafficClass: 8 })).rejects.toMatchObject({ code: "ENOTSUP" });
    const [connection, accepted] = await Promise.all([plain.connect(there), listener.accept()]);
    for (const end of [connection, accepted]) {
      expect(() => end.set({ trafficClass: 8 })).toThrow(/ENOTSUP .*IPv4-mapped/);
      end.abort();
    }
    await listener.close();
  });
});
