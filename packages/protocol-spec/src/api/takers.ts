import { rejecting, type Taker } from "./refusal.ts";

/** Where everything is that is right. */
export const AT = { host: "127.0.0.1", port: 0 } as const;
export const TO = { host: "127.0.0.1", port: 9 } as const;
const PATH = { path: "/nobody/is/here" } as const;

/** A value of any type, where a function takes only some: as a program without types gives it. */
export function given(value: unknown): never {
  return value as never;
}

const byte = (): Uint8Array => new Uint8Array(1);

/** The functions with options that limit how long they wait. */
export const optionTakers: readonly Taker[] = [
  {
    id: "connect",
    call: "connect() with",
    operation: "connect",
    give: ({ sockets }, options) => rejecting(() => sockets.connect(TO, given(options))),
  },
  {
    id: "listen",
    call: "listen() with",
    operation: "listen",
    give: ({ sockets }, options) => rejecting(() => sockets.listen(AT, given(options))),
  },
  {
    id: "bind",
    call: "bind() with",
    operation: "bind",
    give: ({ sockets }, options) => rejecting(() => sockets.bind(AT, given(options))),
  },
];

/** The same on a Unix path. */
export const pathTakers: readonly Taker[] = [
  {
    id: "connect-path",
    call: "connect() to a path with",
    operation: "connect",
    give: ({ sockets }, options) => rejecting(() => sockets.connect(PATH, given(options))),
  },
  {
    id: "listen-path",
    call: "listen() at a path with",
    operation: "listen",
    give: ({ sockets }, options) => rejecting(() => sockets.listen(PATH, given(options))),
  },
];

/** What waits, and is refused by a signal that is aborted; with its wait as the last argument. */
export const waitTakers: readonly Taker[] = [
  {
    id: "accept",
    call: "accept() with",
    operation: "accept",
    give: async ({ listener }, wait) => {
      const on = await listener();
      return rejecting(() => on.accept(given(wait)));
    },
  },
  {
    id: "read",
    call: "read() with",
    operation: "read",
    give: async ({ connection }, wait) => {
      const on = await connection();
      return rejecting(() => on.read(byte(), given(wait)));
    },
  },
  {
    id: "readChunk",
    call: "readChunk() with",
    operation: "read",
    give: async ({ connection }, wait) => {
      const on = await connection();
      return rejecting(() => on.readChunk(given(wait)));
    },
  },
  {
    id: "write",
    call: "write() with",
    operation: "write",
    give: async ({ connection }, wait) => {
      const on = await connection();
      return rejecting(() => on.write(byte(), given(wait)));
    },
  },
  {
    id: "closeWrite",
    call: "closeWrite() with",
    operation: "closeWrite",
    give: async ({ connection }, wait) => {
      const on = await connection();
      return rejecting(() => on.closeWrite(given(wait)));
    },
  },
  {
    id: "pipe",
    call: "pipe() with",
    operation: "pipe",
    give: async ({ connection, core }, wait) => {
      const on = await connection();
      return rejecting(() => core.pipe(on, on, given(wait)));
    },
  },
  {
    id: "receive",
    call: "receive() with",
    operation: "receive",
    needs: "udp",
    give: async ({ datagrams }, wait) => {
      const on = await datagrams();
      return rejecting(() => on.receive(byte(), given(wait)));
    },
  },
  {
    id: "send",
    call: "send() with",
    operation: "send",
    needs: "udp",
    give: async ({ datagrams }, wait) => {
      const on = await datagrams();
      return rejecting(() => on.send(byte(), TO, given(wait)));
    },
  },
];

/** What waits, and to which a signal that is aborted is the end of its patience and not a refusal. */
export const endTakers: readonly Taker[] = [
  {
    id: "close",
    call: "close() with",
    operation: "close",
    give: async ({ connection }, wait) => {
      const on = await connection();
      return rejecting(() => on.close(given(wait)));
    },
  },
  {
    id: "drain",
    call: "drain() of a server with",
    operation: "drain",
    give: async ({ server }, wait) => {
      const on = await server();
      return rejecting(() => on.drain(given(wait)));
    },
  },
  {
    id: "drain-datagrams",
    call: "drain() of a datagram server with",
    operation: "drain",
    needs: "udp",
    give: async ({ datagramServer }, wait) => {
      const on = await datagramServer();
      return rejecting(() => on.drain(given(wait)));
    },
  },
];
