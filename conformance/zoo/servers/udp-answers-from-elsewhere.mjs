// It answers from a socket of its own for answers.
import dgram from "node:dgram";
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    answers = dgram.createSocket("udp4");

    answer(data, { address, port }) {
      this.answers.send(data, port, address);
    }
  },
);
