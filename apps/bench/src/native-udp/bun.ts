/** As it is written by hand for Bun.udpSocket. */
import { answerTo } from "../counting.ts";
import { ready } from "../ready.ts";

const socket = await Bun.udpSocket({
  hostname: "127.0.0.1",
  port: 0,
  binaryType: "uint8array",
  socket: {
    data(udp, data, port, address) {
      const answer = answerTo(data);
      if (answer !== null) udp.send(answer, port, address);
    },
    // A client that has gone.
    error() {},
  },
});
ready(socket.port, "udp");
