/** As it is written by hand in node:dgram. */
import { createSocket } from "node:dgram";
import { answerTo } from "../counting.ts";
import { ready } from "../ready.ts";

const socket = createSocket("udp4");
socket.on("message", (data, { address, port }) => {
  const answer = answerTo(data);
  if (answer !== null) socket.send(answer, port, address);
});
socket.bind(0, "127.0.0.1", () => ready(socket.address().port, "udp"));
