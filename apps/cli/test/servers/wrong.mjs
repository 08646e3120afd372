// Echo servers over plain node:net: `right`, and each of the others wrong in one way.   wrong.mjs NAME [PATH]
import { createServer } from "node:net";
import process from "node:process";

const servers = {
  right: (socket) => socket.pipe(socket),
  /** Loses what came within 200 ms before the client's FIN. */
  dropsTail(socket) {
    const held = new Set();
    socket.on("data", (chunk) => {
      const timer = setTimeout(() => {
        held.delete(timer);
        socket.write(chunk);
      }, 200);
      held.add(timer);
    });
    socket.on("end", () => {
      for (const timer of held) clearTimeout(timer);
      socket.end();
    });
  },
  /** Closes at the client's FIN, whatever is still to be sent. */
  closesBeforeFlushing(socket) {
    socket.on("data", (chunk) => setTimeout(() => socket.write(chunk), 200));
    socket.on("end", () => socket.destroy());
  },
  neverAnswers: (socket) => socket.resume(),
  garbage(socket) {
    socket.resume().on("end", () => socket.end());
    socket.write("220 welcome\r\n");
  },
  /** Sends for ever, whatever it is asked. */
  neverStops(socket) {
    const timer = setInterval(() => socket.write(Buffer.alloc(1024)), 5);
    socket.resume().on("close", () => clearInterval(timer));
  },
  diesAtReset: (socket) => socket.pipe(socket).on("error", () => process.exit(7)),
};

/** Answers the next client when the one before has gone. */
function oneAtATime() {
  const waiting = [];
  let busy = false;
  const next = () => {
    const socket = waiting.shift();
    busy = socket !== undefined;
    socket?.on("close", next).pipe(socket);
  };
  return (socket) => {
    waiting.push(socket);
    if (!busy) next();
  };
}

const [name, path] = process.argv.slice(2);
const serve = name === "oneAtATime" ? oneAtATime() : servers[name];
const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  socket.on("error", () => {});
  serve(socket);
});
server.listen(path ?? { port: 0, host: "127.0.0.1", backlog: 1024 }, () => {
  process.stdout.write(`${path === undefined ? `tcp://127.0.0.1:${server.address().port}` : `unix:${path}`}\n`);
});
// Ends with the test that started it.
process.stdin.on("end", () => process.exit(0)).resume();
