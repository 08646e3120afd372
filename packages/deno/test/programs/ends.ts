/** What keeps a process alive: `ends.ts CASE`. Prints "end" when the event loop has nothing left. */
import { bind, connect, listen } from "@anysock/deno";

globalThis.addEventListener("unload", () => console.log("end"));

const cases: Record<string, () => Promise<unknown>> = {
  async "idle connections"() {
    const listener = await listen({ port: 0 });
    await Promise.all([connect(listener.address), listener.accept()]);
    await listener.close();
  },
  async "a listener that nobody asks"() {
    await listen({ port: 0 });
  },
  async "a listener that is asked"() {
    const listener = await listen({ port: 0 });
    void listener.accept();
  },
  async "an unreferenced listener"() {
    const listener = await listen({ port: 0 });
    void listener.accept();
    listener.unref();
  },
  async "a listener that is referenced again"() {
    (await listen({ port: 0 })).unref().ref();
  },
  async "a pending read"() {
    const { client } = await pair();
    void client.readChunk();
  },
  async "an unreferenced pending read"() {
    const { client } = await pair();
    client.unref();
    void client.readChunk();
  },
  async "a closed listener"() {
    await (await listen({ port: 0 })).close();
  },
  async "an idle datagram socket"() {
    await bind({ port: 0 });
  },
  async "a pending receive"() {
    void (await bind({ port: 0 })).receive(new Uint8Array(1));
  },
  async "an unreferenced pending receive"() {
    void (await bind({ port: 0 })).unref().receive(new Uint8Array(1));
  },
  async "a pending receive that is referenced again"() {
    const socket = await bind({ port: 0 });
    void socket.receive(new Uint8Array(1));
    socket.unref().ref();
  },
  async "a receive that is cancelled"() {
    const socket = await bind({ port: 0 });
    await socket.receive(new Uint8Array(1), { timeout: 1 }).catch(() => {});
  },
  async "a closed datagram socket"() {
    const socket = await bind({ port: 0 });
    socket.receive(new Uint8Array(1)).catch(() => {});
    await socket.close();
  },
};

async function pair(): Promise<{ client: Awaited<ReturnType<typeof connect>> }> {
  const listener = await listen({ port: 0 });
  const [client] = await Promise.all([connect(listener.address), listener.accept()]);
  await listener.close();
  return { client };
}

await cases[Deno.args[0] ?? ""]?.();
console.log("ready");
