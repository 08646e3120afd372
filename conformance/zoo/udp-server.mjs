/** Correct servers over plain node:dgram, made of steps. Each wrong server replaces one of them. */
import { Buffer } from "node:buffer";
import dgram from "node:dgram";
import process from "node:process";
import { bigEndian } from "./server.mjs";

const ALPHABET = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n");

/** RFC 862: the data of a datagram is sent back in an answering datagram. */
export class UdpEcho {
  constructor(socket) {
    this.socket = socket;
  }

  received(data, client) {
    this.answer(this.answerTo(data), client);
  }

  answerTo(data) {
    return data;
  }

  answer(data, { address, port }) {
    // What the system says of it is nobody's affair: datagrams may be lost.
    this.socket.send(data, port, address, () => {});
  }
}

/** RFC 863: no response is sent. */
export class UdpDiscard extends UdpEcho {
  received() {}
}

/** RFC 864: 0 to 512 characters, at random. */
export class UdpChargen extends UdpEcho {
  answerTo(_data) {
    return Buffer.alloc(Math.floor(Math.random() * 513), this.characters());
  }

  characters() {
    return ALPHABET;
  }
}

/** RFC 867: the date and the time in a line. */
export class UdpDaytime extends UdpEcho {
  answerTo(_data) {
    return Buffer.from(`${new Date().toUTCString()}\r\n`);
  }
}

/** RFC 868: the seconds since 1900 in 32 bits. */
export class UdpTime extends UdpEcho {
  answerTo(_data) {
    return bigEndian(Math.floor(Date.now() / 1000) + 2_208_988_800);
  }
}

/** Serves until SIGTERM, and with `--until-input-ends` until the end of its stdin as well. Announces `READY udp 127.0.0.1:4711`. */
export function serveUdp(Server) {
  const socket = dgram.createSocket("udp4");
  const server = new Server(socket);
  socket.on("message", (data, client) => server.received(data, client));
  socket.bind(0, "127.0.0.1", () => process.stdout.write(`READY udp 127.0.0.1:${socket.address().port}\nREADY\n`));
  if (process.argv.includes("--until-input-ends")) process.stdin.on("end", () => process.exit(0)).resume();
}
