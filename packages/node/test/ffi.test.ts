import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { testAdapter } from "@anysock/adapter-suite/vitest";
import { optionSupport } from "@anysock/core";
import * as plain from "@anysock/node";
import * as adapter from "@anysock/node/ffi";
import { optionColumns, optionRows } from "@anysock/node/option-rows";
import { describe, expect, test } from "vitest";

const [major] = process.versions.node.split(".");
/** Before 26 there is no `node:ffi`: it is the same as without, and that is tested elsewhere. */
const hasFfi = process.getBuiltinModule("node:ffi") !== undefined;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const observer = fileURLToPath(new URL("traffic-class.py", import.meta.url));

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

  test.skipIf(!hasPython)("a listener on :: gives IPv4 connections its traffic class as well", async () => {
    const listener = await adapter.listen({ host: "::", port: 0 }, { trafficClass: 8 });
    const server = adapter.serve(listener, async (connection) => {
      await connection.write(Uint8Array.of(1));
      await connection.readChunk();
    });
    const { port } = listener.address as { port: number };
    const { stdout } = await promisify(execFile)("python3", [observer, String(process.pid), String(port)]);
    // IP_TOS and IPV6_TCLASS of the connection over IPv4, and over IPv6.
    expect(JSON.parse(stdout)).toEqual([
      [8, 8],
      [8, 8],
    ]);
    await server.drain();
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

test("@anysock/node/ffi exports what @anysock/node does", () => {
  expect(Object.keys(adapter).sort()).toEqual(Object.keys(plain).sort());
});
