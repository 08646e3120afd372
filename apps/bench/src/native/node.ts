/** Echo (RFC 862) as it is written by hand in node:net: half-open, with back-pressure. */
import { createServer } from "node:net";
import { ready } from "../ready.ts";

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (chunk) => {
    if (!socket.write(chunk)) socket.pause();
  });
  socket.on("drain", () => socket.resume());
  socket.on("end", () => socket.end());
  socket.on("error", () => socket.destroy());
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") ready(address.port);
});
