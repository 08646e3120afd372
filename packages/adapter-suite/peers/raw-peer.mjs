// The other end of the adapter suite, over plain node:net: one JSON command a line on stdin, one JSON answer a line on stdout.
import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";

const things = new Map();
let last = 0;

function keep(thing) {
  things.set(++last, thing);
  return last;
}

/** A socket that is read only on command: what nobody has asked for stays in the kernel, where a close leaves it unread. */
class End {
  constructor(socket, isUnix) {
    this.socket = socket;
    this.isUnix = isUnix;
    this.isRead = false;
    this.ended = false;
    this.error = null;
    this.wake = () => {};
    socket.on("end", () => {
      this.ended = true;
      // To Node.js 22 a reset that came before it was read is an end (24 tells it); but a socket that was reset has no peer any more.
      if (!isUnix && !socket.writableEnded && socket.remoteAddress === undefined) this.error = "ECONNRESET";
      this.wake();
    });
    socket.on("error", (error) => {
      this.error = error.code ?? String(error);
      this.wake();
    });
    socket.on("close", () => {
      this.closed = true;
      this.wake();
    });
  }

  /** `count` bytes, or what comes until the end or an error. */
  async receive(count) {
    const hash = createHash("sha256");
    const head = [];
    let length = 0;
    // Whoever listens for it reads.
    if (!this.isRead) this.socket.on("readable", () => this.wake());
    this.isRead = true;
    while (length < count) {
      const chunk = this.socket.read(Math.min(count - length, this.socket.readableLength)) ?? null;
      if (chunk !== null && chunk.length > 0) {
        hash.update(chunk);
        if (length < 64) head.push(chunk.subarray(0, 64));
        length += chunk.length;
        continue;
      }
      if (this.ended || this.error !== null || this.closed) break;
      await new Promise((resolve) => {
        this.wake = resolve;
        this.socket.read(0);
      });
    }
    const text = Buffer.concat(head).subarray(0, 64).toString("latin1");
    const stopped = length < count ? (this.error ?? "FIN") : null;
    return { length, text, sha256: hash.digest("hex"), stopped };
  }

  send(data) {
    return new Promise((resolve) => this.socket.write(data, (error) => resolve({ error: error?.code ?? this.error })));
  }
}

// The pattern of peer.ts, which begins again after 65,536 bytes.
const block = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 7 + (at >> 8)) & 0xff));

function dataOf({ text, size }) {
  if (text !== undefined) return Buffer.from(text, "latin1");
  return Buffer.alloc(size, block);
}

const commands = {
  listen({ at, backlog }) {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const queue = [];
    const waiting = [];
    server.on("connection", (socket) => {
      const end = new End(socket, "path" in at);
      const take = waiting.shift();
      if (take === undefined) queue.push(end);
      else take(end);
    });
    const accept = () => {
      const end = queue.shift();
      return end === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(end);
    };
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen({ ...at, backlog: backlog ?? 128 }, () => {
        resolve({ listener: keep({ server, accept }), port: server.address()?.port });
      });
    });
  },
  async accept({ listener }) {
    return { end: keep(await things.get(listener).accept()) };
  },
  /** The callback of `close` would wait for the connections, too. */
  async stop({ listener }) {
    things.get(listener).server.close();
    return {};
  },
  connect({ to }) {
    return new Promise((resolve) => {
      const socket = connect({ ...to, allowHalfOpen: true });
      socket.pause();
      const end = new End(socket, "path" in to);
      socket.once("connect", () => resolve({ end: keep(end), port: socket.localPort }));
      socket.once("error", (error) => resolve({ error: error.code }));
    });
  },
  async nothing() {
    return {};
  },
  send: ({ end, ...what }) => things.get(end).send(dataOf(what)),
  receive: ({ end, count }) => things.get(end).receive(count),
  fin: ({ end }) => new Promise((resolve) => things.get(end).socket.end(() => resolve({}))),
  /** A Unix socket has no reset: close(2) is what there is, which the other end is told of as one where input is left unread. */
  async reset({ end }) {
    const { socket, isUnix } = things.get(end);
    if (isUnix) socket.destroy();
    else socket.resetAndDestroy();
    return {};
  },
  async close({ end }) {
    things.get(end).socket.destroy();
    return {};
  },
};

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const { id, name, ...what } = JSON.parse(line);
    // What the system refuses is an answer; anything else is this program's own fault, and ends it.
    const answer = await Promise.resolve(commands[name](what)).catch((error) => {
      if (error.syscall === undefined) throw error;
      return { error: error.code };
    });
    process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
  })
  .on("close", () => process.exit());
