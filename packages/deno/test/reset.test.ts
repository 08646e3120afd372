import { type Connection, type Listener, listen, supports } from "@anysock/deno";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connecting, peered } from "./peered.ts";
import { hasPython } from "./python.ts";

/** Why there is nothing to test: a title's ending. */
const lack = supports.has("tcp:reset") ? (hasPython ? "" : " (no python3 here)") : " (no permission for FFI)";

/** Looks through all descriptors of this process: each begins again at the start of /proc/self/fd. */
let looks = 0;
/** Descriptors that the library has opened. */
let opened = 0;
const load = Deno.dlopen;
vi.spyOn(Deno, "dlopen").mockImplementation(((name: string, definitions: Deno.ForeignLibraryInterface) => {
  const { symbols: native, close } = load(name, definitions);
  const symbols = native as Record<string, (...given: unknown[]) => unknown>;
  const lseek = (...given: unknown[]): unknown => {
    looks++;
    return symbols["lseek"]?.(...given);
  };
  const open = (...given: unknown[]): unknown => {
    opened++;
    return symbols["open"]?.(...given);
  };
  return { close, symbols: { ...symbols, lseek, open } };
}) as never);

describe.skipIf(lack !== "")(`a reset on Deno${lack}`, () => {
  const peer = peered();
  let listener: Listener;

  beforeEach(async () => {
    listener = await listen({ port: 0 });
    looks = 0;
  });
  afterEach(() => listener.close());

  async function accepted(count: number): Promise<Connection[]> {
    await peer.python.run(`many = [${connecting(listener)} for _ in range(${count})]`);
    const connections: Connection[] = [];
    while (connections.length < count) connections.push(await listener.accept());
    return connections;
  }

  test("looks for the descriptors once, where the peers of many have reset before", async () => {
    const connections = await accepted(100);
    await peer.python.run("[reset(c) for c in many]");
    for (const connection of connections) connection.abort();
    expect(looks).toBe(1);
  });

  test("looks no further for any that was there at a look, in whatever turn it is ended", async () => {
    const connections = await accepted(10);
    for (const connection of connections) {
      connection.abort();
      await peer.python.turn();
    }
    expect(looks).toBe(1);
    expect(await peer.python.attempt("many[9].recv(1)")).toBe("ConnectionResetError");
  });

  test("needs no further descriptor, of which there may be none left", async () => {
    const connections = await accepted(2);
    opened = 0;
    for (const connection of connections) connection.abort();
    expect([looks, opened]).toEqual([1, 0]);
    expect(await peer.python.attempt("many[1].recv(1)")).toBe("ConnectionResetError");
  });

  test("finds one that came after a look", async () => {
    for (let at = 0; at < 3; at++) {
      const [connection] = await accepted(1);
      connection?.abort();
      expect(await peer.python.attempt("many[0].recv(1)")).toBe("ConnectionResetError");
    }
  });

  test("is the connection's own, also where the peer has reset it and come again from the same port", async () => {
    const { address } = listener;
    if (address.family === "unix") throw new Error("a port is expected");
    const come = (name: string, port: string): string =>
      `${name} = socket.create_connection(("127.0.0.1", ${address.port}), source_address=("127.0.0.1", ${port}))`;
    await peer.python.run(come("first", "0"));
    const first = await listener.accept();
    await peer.python.run(`port = first.getsockname()[1]; reset(first)\n${come("again", "port")}`);
    const again = await listener.accept();
    expect(again.remote).toEqual(first.remote);
    first.abort();
    await again.write(new TextEncoder().encode("unharmed"));
    expect(await peer.python.attempt("again.recv(8)")).toBe("unharmed");
    again.abort();
  });
});
