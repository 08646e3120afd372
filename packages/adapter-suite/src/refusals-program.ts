// Plays every row of the table of refusals, and prints what is wrong with how each was refused, and what was open behind it.
import process from "node:process";
import { type Connection, type Sockets, serve, serveDatagrams } from "@anysock/core";
// @boundaries-ignore The table is data of the specification, of which no adapter is to know otherwise.
import { type Refusal, type RefusalScene, refusalFault, refusals } from "../../protocol-spec/src/api/refusals.ts";
import { openDescriptors } from "./setting.ts";

const { sockets } = (await import(process.argv[2] ?? "")) as { readonly sockets: Sockets };

const at = { host: "127.0.0.1", port: 0 } as const;

async function connected(): Promise<readonly [Connection, Connection]> {
  const listener = await sockets.listen(at);
  const both = await Promise.all([sockets.connect(listener.address), listener.accept()]);
  await listener.close();
  return both;
}

const [connection, end] = await connected();
const listener = await sockets.listen(at);
const server = serve(await sockets.listen(at), () => {});
const hasDatagrams = sockets.supports.has("udp");
const datagrams = hasDatagrams ? await sockets.bind(at) : undefined;
const connectedDatagrams = datagrams === undefined ? undefined : await sockets.bind(at, { remote: datagrams.local });
const datagramServer = hasDatagrams ? serveDatagrams(await sockets.bind(at), () => null) : undefined;

/** Asked for only by rows that need it. */
async function there<T>(what: T | undefined): Promise<T> {
  if (what === undefined) throw new Error("this runtime has no datagrams");
  return what;
}

const scene: RefusalScene = {
  sockets,
  connection: async () => connection,
  listener: async () => listener,
  datagrams: () => there(datagrams),
  connectedDatagrams: () => there(connectedDatagrams),
  server: async () => server,
  datagramServer: () => there(datagramServer),
};

/** What the row needs is refused by itself, and nothing else is to be seen of it. */
function applies({ needs }: Refusal): boolean {
  return needs === undefined || sockets.supports.has(needs);
}

const faults: string[] = [];
const played = refusals.filter(applies);
for (const refusal of played) {
  const before = openDescriptors();
  const fault = await refusalFault(refusal, scene);
  if (fault !== undefined) faults.push(fault);
  const opened = [...openDescriptors()].filter((name) => !before.has(name));
  if (opened.length > 0) faults.push(`${refusal.what} left open: ${opened.join(", ")}`);
}

// What was refused has done nothing to what was open before.
const ping = new TextEncoder().encode("ping");
await connection.write(ping);
const chunk = (await end.readChunk()) ?? new Uint8Array(0);
console.log(JSON.stringify({ played: played.length, faults, stillThere: new TextDecoder().decode(chunk) }));
process.exit();
