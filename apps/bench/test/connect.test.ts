import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, Listener } from "../src/client.ts";
import { percentile } from "../src/connecting.ts";
import { Program } from "../src/program.ts";
import { runtimes, type Variant } from "../src/variants.ts";

const signal = new AbortController().signal;

/** Accepts, waits for FIN, closes, and says how many have ended so for each line that it is told. */
const counting = `
import socket, sys, threading
server = socket.create_server(("0.0.0.0", 0))
ended = []
def serve():
    while True:
        connection, _ = server.accept()
        if connection.recv(1) == b"": ended.append(1)
        connection.close()
threading.Thread(target=serve, daemon=True).start()
print(server.getsockname()[1], flush=True)
for _ in sys.stdin: print(len(ended), flush=True)
`;

let python: Program;
let port = 0;
beforeAll(async () => {
  python = new Program("the python listener", { argv: ["python3", "-c", counting] });
  port = Number(await python.line(10_000, signal));
});
afterAll(() => python.stop());

async function counted(): Promise<number> {
  python.write("how many");
  return Number(await python.line(10_000, signal));
}

const programs = runtimes.flatMap((runtime) => (["native", "adapter"] as const).map((variant) => [variant, runtime]));

test.for(programs as [Variant, (typeof runtimes)[number]][])(
  "the %s client on %s times the connections that a listener in Python has seen begin and end, and those that are refused",
  { timeout: 30_000 },
  async ([variant, runtime]) => {
    const client = new Client(runtime, variant);
    try {
      const before = await counted();
      const { p50, p99, attempts } = await client.measure({ port, window: 200, refused: false }, signal);
      expect(await counted()).toBe(before + attempts);
      expect(p50).toBeGreaterThan(1);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(p50 * attempts).toBeLessThan(2 * 200_000);
      await expect(client.measure({ port, window: 200, refused: true }, signal)).rejects.toThrow("somebody listens at");
      const refused = await client.measure({ port: await shutPort(), window: 200, refused: true }, signal);
      expect(refused.attempts).toBeGreaterThan(0);
    } finally {
      await client.stop();
    }
  },
);

async function shutPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return free;
}

test("the bench's own listener ends each connection when its client does, and refuses at its other port", {
  timeout: 30_000,
}, async () => {
  const listener = new Listener();
  const client = new Program("a python client", { argv: ["python3", "-c", ending] });
  try {
    const { open, shut } = await listener.ports(signal);
    client.write(`${open} ${shut}`);
    expect(await client.line(10_000, signal)).toBe("b'' ECONNREFUSED");
  } finally {
    await Promise.all([listener.stop(), client.stop()]);
  }
});

const ending = `
import errno, socket
open_port, shut = map(int, input().split())
connection = socket.create_connection(("127.9.9.1", open_port))
connection.shutdown(socket.SHUT_WR)
end = connection.recv(1)
print(end, errno.errorcode[socket.socket().connect_ex(("127.9.9.1", shut))], flush=True)
input()
`;

test("a percentile is the smallest value that so many in a hundred do not exceed", () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect([percentile(values, 50), percentile(values, 99), percentile([7], 99)]).toEqual([100, 198, 7]);
});
