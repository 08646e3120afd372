import { once } from "node:events";
import { createServer } from "node:net";
import { DONE, type DriverStream, Failure } from "@anysock/core";
import { driver } from "@anysock/node";
import { expect, test } from "vitest";

type Answer = Awaited<ReturnType<typeof pulled>>;

function pulled(stream: DriverStream): Promise<Uint8Array | null | Failure> {
  return new Promise((resolve) => {
    stream.events = { pulled: resolve, pushed(): void {}, shut(): void {} };
    const answer = stream.pull(new Uint8Array(1));
    if (typeof answer !== "symbol") resolve(answer);
  });
}

/** Writes until a write fails: the first one that meets a reset is the kernel's to take. */
async function failedPush(stream: DriverStream): Promise<Failure> {
  for (;;) {
    const answer = await new Promise<Failure | typeof DONE>((resolve) => {
      stream.events = { pulled(): void {}, pushed: resolve, shut(): void {} };
      const now = stream.push(new Uint8Array(1));
      if (typeof now !== "symbol") resolve(now);
      else if (now === DONE) setImmediate(resolve, DONE);
    });
    if (answer instanceof Failure) return answer;
  }
}

test("a reset that comes after the peer's FIN is the writer's alone: the clean end stays", async () => {
  const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not a TCP listener");
  const accepted = once(server, "connection");
  const stream = await new Promise<DriverStream>((connected, failed) => {
    const to = { family: "ipv4", host: "127.0.0.1", port: address.port } as const;
    driver.connect(to, { noDelay: true, keepAlive: false }, { connected, failed });
  });
  const [peer] = await accepted;
  peer.end();
  const ends: Answer[] = [await pulled(stream)];
  peer.resetAndDestroy();
  expect(await failedPush(stream)).toBeInstanceOf(Failure);
  ends.push(await pulled(stream));
  expect(ends).toEqual([null, null]);
  expect(stream.push(new Uint8Array(1))).toBeInstanceOf(Failure);
  stream.destroy("release");
  server.close();
});
