/** Correct servers over plain node:net, made of steps. Each wrong server beside this file replaces one of them. */
import { Buffer } from "node:buffer";
import net from "node:net";
import process from "node:process";

/** Everybody who is connected, in the order in which they came. */
export const clients = new Set();

/** One client of an echo server (RFC 862): what comes goes back, until its FIN. */
export class Echo {
  /** It takes so many bytes more from its client than it can send. */
  ahead = 0;
  /** A write waits for room. */
  isStalled = false;

  constructor(socket, server) {
    this.socket = socket;
    this.server = server;
  }

  opened() {}

  received(chunk) {
    this.send(chunk);
  }

  /** Takes no more from the client until what it is sent is on its way. */
  send(bytes) {
    // Where a wrong server has sent its FIN, nothing can follow.
    if (!this.socket.writable || this.socket.write(bytes) || this.socket.writableLength < this.ahead) return;
    this.isStalled = true;
    this.socket.pause();
    this.socket.once("drain", () => {
      this.isStalled = false;
      this.socket.resume();
    });
  }

  /** Calls back later, unless something else is put off meanwhile, or the connection is closed. */
  putOff(milliseconds, call) {
    clearTimeout(this.timer);
    this.timer = setTimeout(call, milliseconds);
  }

  /** The client's FIN came: whatever is still queued goes out first. */
  ended() {
    this.socket.end();
  }

  /** The connection broke. Node closes the socket by itself. */
  failed(_error) {}

  closed() {}
}

/** One client of a discard server (RFC 863): nothing comes back. */
export class Discard extends Echo {
  received(_chunk) {}
}

/** One client of the tutorial's server: the first read comes back in upper case, then the end. What follows is thrown away. */
export class Upper extends Echo {
  answered = false;

  received(chunk) {
    if (this.answered) return;
    this.answered = true;
    this.answer(this.answerTo(chunk));
  }

  answerTo(request) {
    return upperCase(request.subarray(0, 1024));
  }

  answer(bytes) {
    this.socket.end(bytes);
  }
}

/** The popular pattern of RFC 864, once around the ring. */
const LINES = makeLines();

/** One client of a chargen server (RFC 864): lines, as fast as it reads, until its FIN. */
export class Chargen extends Discard {
  opened() {
    this.generate();
  }

  generate() {
    if (!this.socket.writable) return;
    // Not at once: to a client that reads as fast there is always room, and nobody else would have a turn.
    if (this.socket.write(this.block())) setImmediate(() => this.generate());
    else this.socket.once("drain", () => this.generate());
  }

  block() {
    return LINES;
  }
}

function makeLines() {
  const ring = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join("");
  return Buffer.from(Array.from(ring, (_, at) => `${(ring + ring).slice(at, at + 72)}\r\n`).join(""));
}

/** One client of a server that answers before it is asked, and ends. What comes is thrown away. */
class Teller extends Discard {
  opened() {
    this.socket.end(this.answer());
  }
}

/** One client of a daytime server (RFC 867). */
export class Daytime extends Teller {
  answer() {
    return `${new Date().toUTCString()}\r\n`;
  }
}

/** One client of a time server (RFC 868). */
export class Time extends Teller {
  answer() {
    return bigEndian(this.seconds());
  }

  /** Since 1900. */
  seconds() {
    return Math.floor(Date.now() / 1000) + 2_208_988_800;
  }
}

export function bigEndian(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number % 2 ** 32);
  return bytes;
}

/** ASCII letters alone. */
export function upperCase(bytes) {
  return bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
}

/** Whether a chunk is a message of text; one of few bytes may be a cut through anything. */
export function isText(chunk) {
  return chunk.length > 4 && chunk.every((byte) => byte < 0x80 && byte !== 0);
}

/**
 * Serves until SIGTERM. Announces its address as `READY tcp 127.0.0.1:4711`.
 * With `--until-input-ends` it ends with its stdin as well, so that it does not outlive whoever started it.
 */
export function serve(Client, options = {}) {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    const client = new Client(socket, server);
    socket.on("data", (chunk) => client.received(chunk));
    socket.on("end", () => client.ended());
    socket.on("error", (error) => client.failed(error));
    socket.on("close", () => {
      clearTimeout(client.timer);
      clients.delete(client);
      client.closed();
    });
    clients.add(client);
    client.opened();
  });
  server.listen({ host: "127.0.0.1", port: 0, ...options }, () => {
    process.stdout.write(`READY tcp 127.0.0.1:${server.address().port}\nREADY\n`);
  });
  if (process.argv.includes("--until-input-ends")) process.stdin.on("end", () => process.exit(0)).resume();
}
