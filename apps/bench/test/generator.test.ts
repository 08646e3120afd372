import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import process from "node:process";
import { afterEach, expect, test } from "vitest";
import { Generator } from "../src/generator.ts";
import type { Sample } from "../src/order.ts";
import { loadRows, protocolOf, type Work } from "../src/rows.ts";

const open: Server[] = [];
const signal = new AbortController().signal;

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** Loads a server of this process, which `serve` makes of each connection. */
async function load(work: Work, serve: (socket: Socket) => void): Promise<Sample> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    serve(socket);
  });
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not a TCP server");
  const generator = new Generator();
  try {
    return await generator.measure({ work, port: address.port, pid: process.pid, warmup: 0, window: 200 }, signal);
  } finally {
    await generator.stop();
  }
}

const echo = (socket: Socket): void => {
  socket.pipe(socket);
};

const streamRows = loadRows.filter(({ work }) => protocolOf(work) === "tcp");

test.for(streamRows.map(({ id, work }) => [id, work] as const))(
  "%s counts what an echo server echoed",
  { timeout: 30_000 },
  async ([, work]) => {
    let echoed = 0;
    let connections = 0;
    const { done } = await load(work, (socket) => {
      connections++;
      socket.on("data", (chunk) => {
        echoed += chunk.length;
      });
      echo(socket);
    });
    expect(done).toBeGreaterThan(0);
    // What is counted came back within the window; what the server saw includes the messages under way at its end.
    const [counted, most] =
      work.kind === "bulk"
        ? [done, echoed]
        : work.kind === "connect-echo-close"
          ? [done, connections]
          : [done, echoed / work.size];
    expect(counted).toBeLessThanOrEqual(most);
    expect(counted).toBeGreaterThan("connections" in work && work.kind !== "bulk" ? most - work.connections * 2 : 0);
  },
);

test("the CPU time is the one that the process itself is told by the kernel", async () => {
  let before: NodeJS.CpuUsage | undefined;
  const { serverCpu, milliseconds } = await load({ kind: "ping-pong", connections: 4, size: 64 }, (socket) => {
    before ??= process.cpuUsage();
    echo(socket);
  });
  const { user, system } = process.cpuUsage(before);
  // The window lies between the first connection and now.
  expect(serverCpu).toBeLessThanOrEqual(user + system);
  expect(serverCpu).toBeGreaterThan((user + system) / 2);
  expect(milliseconds).toBeGreaterThanOrEqual(200);
});

const wrong: readonly (readonly [does: string, work: Work, serve: (socket: Socket) => void, says: string])[] = [
  [
    "changes a byte",
    { kind: "ping-pong", connections: 2, size: 64 },
    (socket) => {
      socket.on("data", (chunk: Buffer) => {
        chunk.writeUInt8(chunk.readUInt8(3) ^ 1, 3);
        socket.write(chunk);
      });
    },
    "not the echo",
  ],
  [
    "sends a byte too many",
    { kind: "ping-pong", connections: 2, size: 64 },
    (socket) => {
      socket.on("data", (chunk) => socket.write(chunk)).on("end", () => socket.end("!"));
    },
    "more than it was sent",
  ],
  [
    "closes too early",
    { kind: "ping-pong", connections: 2, size: 64 },
    (socket) => {
      socket.on("data", (chunk) => socket.end(chunk));
    },
    "closed in the middle",
  ],
  [
    "drops the tail at half-close",
    { kind: "bulk", connections: 2 },
    (socket) => {
      let tail = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        const all = Buffer.concat([tail, chunk]);
        tail = all.subarray(-1);
        if (!socket.write(all.subarray(0, -1))) socket.pause();
      });
      socket.on("drain", () => socket.resume()).on("end", () => socket.end());
    },
    "came back",
  ],
  [
    "answers nothing before it closes",
    { kind: "connect-echo-close", connections: 2, size: 64 },
    (socket) => {
      socket.on("end", () => socket.end()).resume();
    },
    "0 came back",
  ],
];

test.for(wrong)("a server that %s is no echo server", { timeout: 30_000 }, async ([, work, serve, says]) => {
  await expect(load(work, serve)).rejects.toThrow(says);
});

/** Loads a UDP socket of this process. */
async function loadUdp(work: Work, answer: (data: Uint8Array) => Uint8Array | null): Promise<Sample> {
  const socket = createSocket("udp4");
  socket.on("message", (data, { address, port }) => {
    const answered = answer(data);
    if (answered !== null) socket.send(answered, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const generator = new Generator();
  const { port } = socket.address();
  try {
    return await generator.measure({ work, port, pid: process.pid, warmup: 0, window: 200 }, signal);
  } finally {
    await generator.stop();
    socket.close();
  }
}

test("udp-ping-pong counts the datagrams that came back", { timeout: 30_000 }, async () => {
  let echoed = 0;
  const { done, lost } = await loadUdp({ kind: "udp-ping-pong", sockets: 4, size: 64 }, (data) => {
    echoed++;
    return data;
  });
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThanOrEqual(echoed);
  expect(echoed - done).toBeLessThanOrEqual(8);
  expect(lost).toBe(0);
});

test("udp-ping-pong does not take another datagram for the echo", { timeout: 30_000 }, async () => {
  const loading = loadUdp({ kind: "udp-ping-pong", sockets: 1, size: 64 }, (data) => data.subarray(0, 63));
  await expect(loading).rejects.toThrow("a datagram of 64 bytes came back as one of 63");
});

test("udp-one-way counts what arrived, and tells what did not", { timeout: 30_000 }, async () => {
  let arrived = 0;
  let counted = 0;
  const { done, lost = 0 } = await loadUdp({ kind: "udp-one-way", size: 1200 }, (data) => {
    if (data.length === 1) return new TextEncoder().encode(String(counted));
    arrived++;
    // Every other one is not received, as far as the generator learns.
    if (arrived % 2 === 0) counted++;
    return null;
  });
  expect(done).toBe(counted);
  expect(lost).toBeGreaterThanOrEqual(arrived - counted);
});
