/** Comes to the state that its argument names, says "ready", and says "end" when the process ends by itself. */
import { bind, connect, listen } from "@anysock/bun";

const states: Readonly<Record<string, () => Promise<unknown>>> = {
  async "idle connections"() {
    const listener = await listen({ port: 0 });
    const [connected, accepted] = await Promise.all([connect(listener.address), listener.accept()]);
    await connected.write(new Uint8Array(3));
    await accepted.read(new Uint8Array(1));
    await listener.close();
  },
  async "a connection that nobody has claimed"() {
    const listener = await listen({ port: 0 });
    const connected = await connect(listener.address);
    // Accepted by now, since the echo of another one has come back.
    const [other, accepted] = await Promise.all([connect(listener.address), listener.accept()]);
    void other;
    void accepted;
    void connected;
    listener.unref();
  },
  async "a pending read"() {
    const listener = await listen({ port: 0 });
    const connected = await connect(listener.address);
    listener.unref();
    void connected.readChunk();
  },
  async "an unreferenced pending read"() {
    const listener = await listen({ port: 0 });
    const connected = await connect(listener.address);
    listener.unref();
    connected.unref();
    void connected.readChunk();
  },
  async "an idle datagram socket"() {
    const socket = await bind({ port: 0 });
    await socket.send(new Uint8Array(1), socket.local);
    await socket.receive(new Uint8Array(1));
  },
  async "a pending receive"() {
    const socket = await bind({ port: 0 });
    // Sockets that are idle are let go 10 ms later; this timer's turn is behind that one's.
    await new Promise((resolve) => setTimeout(resolve, 20));
    void socket.receive(new Uint8Array(1));
  },
  async "an unreferenced pending receive"() {
    void (await bind({ port: 0 })).unref().receive(new Uint8Array(1));
  },
  async "a listener"() {
    await listen({ port: 0 });
  },
  async "an unreferenced listener"() {
    (await listen({ port: 0 })).unref();
  },
};

process.on("exit", () => console.log("end"));
await states[process.argv[2] ?? ""]?.();
console.log("ready");
