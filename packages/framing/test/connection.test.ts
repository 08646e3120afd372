import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { BufferedReader, writePrefixed } from "@anysock/framing";
import { connect } from "anysock";
import { expect, test } from "vitest";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Skipped only where there is no Python: the peer must not be made with anysock.
test.skipIf(!hasPython)("every framing reads from a connection of this runtime what a raw peer sends", async () => {
  const peer = spawn("python3", [fileURLToPath(new URL("./peer.py", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const port = Number((await told.next()).value);
  const connection = await connect({ host: "127.0.0.1", port });
  const reader = new BufferedReader(connection);

  expect(await reader.readLine({ max: 100 })).toBe("220 ready");
  expect(await reader.readLine({ max: 16 })).toBe("zweite Zeile: é");
  const body = (await reader.readPrefixed({ prefix: "u32be", max: 100_000 })) ?? new Uint8Array(0);
  expect(body).toHaveLength(100_000);
  expect(body.findIndex((byte, at) => byte !== ((at * 7 + (at >> 8)) & 0xff))).toBe(-1);
  await reader.readUntil("\r\n\r\n", { max: 1000 });
  expect(new TextDecoder().decode((await reader.readExactly(3)) ?? undefined)).toBe("raw");

  // A framed answer, and what the peer has got of it.
  const answer = Uint8Array.from({ length: 300 }, (_, at) => at & 0xff);
  await writePrefixed(connection, [answer.subarray(0, 100), answer.subarray(100)], { prefix: "u16le" });
  await connection.closeWrite();
  const wire = Uint8Array.of(300 & 0xff, 300 >> 8, ...answer);
  expect((await told.next()).value).toBe(`${await sha256(wire)} ${wire.length}`);

  expect(new TextDecoder().decode((await reader.readExactly(6)) ?? undefined)).toBe(" bytes");
  await expect(reader.readPrefixed({ prefix: "u32be", max: 9 })).rejects.toMatchObject({
    code: "EINCOMPLETE",
    message: expect.stringContaining("after 7 of 13 bytes"),
  });
  const released = reader.release();
  expect(released.left).toEqual(Uint8Array.of(0, 0, 0, 9, ...new TextEncoder().encode("cut")));
  expect(await released.connection.readChunk()).toBeNull();
});
