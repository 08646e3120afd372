/** Echo (RFC 862) as it is written by hand for Bun.listen: half-open, with back-pressure, no byte lost. */
import { ready } from "../ready.ts";

interface State {
  /** What the kernel has not taken yet. */
  rest: Uint8Array | null;
  ended: boolean;
}

const listener = Bun.listen<State>({
  hostname: "127.0.0.1",
  port: 0,
  allowHalfOpen: true,
  socket: {
    open(socket) {
      socket.data = { rest: null, ended: false };
    },
    data(socket, chunk) {
      const state = socket.data;
      // `data` may come once more after pause().
      if (state.rest !== null) {
        state.rest = Buffer.concat([state.rest, chunk]);
        return;
      }
      const taken = socket.write(chunk);
      if (taken === chunk.length || taken < 0) return;
      state.rest = chunk.subarray(taken);
      socket.pause();
    },
    drain(socket) {
      const state = socket.data;
      if (state.rest === null) return;
      const taken = socket.write(state.rest);
      if (taken < 0) return;
      state.rest = taken === state.rest.length ? null : state.rest.subarray(taken);
      if (state.rest !== null) return;
      if (state.ended) socket.end();
      else socket.resume();
    },
    // The peer's FIN has come: closing both directions loses nothing more.
    end(socket) {
      socket.data.ended = true;
      if (socket.data.rest === null) socket.end();
    },
    // A client that reset its connection.
    error() {},
  },
});

ready(listener.port);
