// Does one thing and then nothing: whether the process ends by itself is the question.
import process from "node:process";
import type { DatagramSocket } from "@anysock/core";
import { coreOf } from "./adapter-core.ts";
import type { DatagramAdapter } from "./datagram-setting.ts";

const [, , path = "", what = ""] = process.argv;
const adapter = (await import(path)) as DatagramAdapter;

const listener = await adapter.listen({ port: 0 });
const [mine, theirs] = await Promise.all([adapter.connect(listener.address), listener.accept()]);

/** In milliseconds: a process that nothing keeps alive has ended by then. */
const WINDOW = 200;

/** Where something else keeps the process alive, this shows that it does: the timer alone would not. */
function showAlive(): void {
  const timer = setTimeout(() => {
    console.log("alive");
    process.exit();
  }, WINDOW);
  timer.unref();
}

/** Handlers may wait for something that holds no process. */
async function drain(): Promise<void> {
  const handling = Promise.withResolvers<void>();
  const { serve } = await coreOf({ adapter, specifier: path });
  const server = serve(listener, () => {
    handling.resolve();
    return new Promise(() => {});
  });
  const client = await adapter.connect(listener.address);
  await handling.promise;
  await server.drain({ timeout: 50 });
  client.abort();
}

const withListener = [
  "accept",
  "accept-unref",
  "drain",
  "listener",
  "listener-closed",
  "listener-ref",
  "listener-unref",
  "unclaimed",
];

const staying = ["accept", "listener", "listener-ref", "read", "read-ref", "receive", "receive-ref", "write"];

const into = new Uint8Array(8);

/** What becomes of a datagram socket. */
const datagrams: Readonly<Record<string, (socket: DatagramSocket) => unknown>> = {
  bind: () => {},
  receive: (socket) => void socket.receive(into),
  "receive-cancelled": (socket) => socket.receive(into, { timeout: 1 }).catch(() => {}),
  "receive-ref": (socket) => {
    void socket.receive(into);
    socket.unref().ref();
  },
  "receive-unref": (socket) => void socket.unref().receive(into),
};

async function act(): Promise<void> {
  if (!withListener.includes(what)) await listener.close();
  if (what === "listener-unref") listener.unref();
  if (what === "listener-ref") listener.unref().ref();
  if (what === "listener-closed") await Promise.all([listener.accept().catch(() => {}), listener.close()]);
  if (what === "accept") {
    listener.unref();
    void listener.accept();
    listener.ref();
  }
  if (what === "unclaimed") await adapter.connect(listener.unref().address);
  if (what === "accept-unref") void listener.unref().accept({ timeout: 60_000 });
  if (what === "drain") await drain();
  if (what === "read-unref") void mine.unref().readChunk();
  if (what === "read" || what === "read-ref") void mine.readChunk();
  if (what === "read-ref") mine.unref().ref();
  if (what === "read-cancelled") await mine.readChunk({ timeout: 1 }).catch(() => {});
  // More than the kernels take.
  if (what === "write") mine.write(new Uint8Array(64 * 1024 * 1024)).catch(() => {});
  if (what === "aborted") {
    mine.abort();
    theirs.abort();
  }
  const beginning = datagrams[what];
  if (beginning !== undefined) await beginning(await adapter.bind({ host: "127.0.0.1", port: 0 }));
  console.log("ready");
  if (staying.includes(what)) showAlive();
}

await act();
