// Does one thing and then nothing: whether the process ends by itself is the question.
import process from "node:process";
import { coreOf } from "./adapter-core.ts";
import type { Adapter } from "./setting.ts";

const [, , path = "", what = ""] = process.argv;
const adapter = (await import(path)) as Adapter;

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

const staying = ["accept", "listener", "listener-ref", "read", "read-ref"];

async function act(): Promise<void> {
  if (!withListener.includes(what)) await listener.close();
  if (what === "listener-unref") listener.unref();
  if (what === "listener-ref") listener.unref().ref();
  if (what === "listener-closed") await Promise.all([listener.accept().catch(() => {}), listener.close()]);
  if (what === "accept") void listener.unref().ref().accept();
  if (what === "unclaimed") await adapter.connect(listener.unref().address);
  if (what === "accept-unref") void listener.unref().accept({ timeout: 60_000 });
  if (what === "drain") await drain();
  if (what === "read-unref") void mine.unref().readChunk();
  if (what === "read" || what === "read-ref") void mine.readChunk();
  if (what === "read-ref") mine.unref().ref();
  if (what === "read-cancelled") await mine.readChunk({ timeout: 1 }).catch(() => {});
  if (what === "aborted") {
    mine.abort();
    theirs.abort();
  }
  console.log("ready");
  if (staying.includes(what)) showAlive();
}

await act();
