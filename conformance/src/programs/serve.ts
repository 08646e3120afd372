/** A level-0 server over anysock: `serve --service echo tcp://127.0.0.1:0 unix:/path`. READY lines; drains on SIGTERM. */
import process from "node:process";
import { parseArgs } from "node:util";
import { parseEndpoint, SocketError, serve, serveDatagrams } from "@anysock/core";
import { type DatagramService, datagramServices, type StreamService, streamServices } from "@anysock/services";
import { socketsOf } from "../agent/adapter.ts";
import { UNSUPPORTED_EXIT } from "../agent/failure.ts";
import { readyLine } from "../subject/ready.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    service: { type: "string", default: "echo" },
    adapter: { type: "string" },
    /** How long connections may go on after SIGTERM, in ms. */
    drain: { type: "string", default: "1000" },
    /** Ends at the end of stdin as well: a server whose suite has died is not left behind. */
    "until-input-ends": { type: "boolean", default: false },
  },
});

const streams: Readonly<Record<string, StreamService>> = streamServices;
const datagrams: Readonly<Record<string, DatagramService>> = datagramServices;

if (!(values.service in streams)) fail(UNSUPPORTED_EXIT, `there is no service ${values.service}`);

const { bind, listen } = await socketsOf(values.adapter);
const servers: { drain(wait: { timeout: number }): Promise<boolean> }[] = [];
const unsupported: string[] = [];
for (const at of positionals) {
  try {
    process.stdout.write(`${at.startsWith("udp:") ? await serveUdp(at) : await serveStreams(at)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!(error instanceof SocketError && error.code === "ENOTSUP")) fail(1, why);
    unsupported.push(why);
  }
}
if (unsupported.length > 0) {
  // A runtime without datagrams serves its streams all the same.
  if (servers.length === 0) fail(UNSUPPORTED_EXIT, unsupported.join("; "));
  process.stderr.write(`serve: ${unsupported.join("; ")}\n`);
}
process.stdout.write("READY\n");

process.once("SIGTERM", end);
if (values["until-input-ends"]) process.stdin.once("end", end).resume();

async function serveStreams(at: string): Promise<string> {
  const service = streams[values.service] ?? fail(UNSUPPORTED_EXIT, `there is no service ${values.service}`);
  const listener = await listen(parseEndpoint(at).endpoint);
  servers.push(serve(listener, service.serve));
  return readyLine(listener.address);
}

async function serveUdp(at: string): Promise<string> {
  const service = datagrams[values.service];
  if (service === undefined)
    throw new SocketError("ENOTSUP", "serve", { detail: `no ${values.service} over datagrams` });
  const socket = await bind(parseEndpoint(at).endpoint);
  servers.push(serveDatagrams(socket, service.answer));
  return readyLine(socket.local, "udp");
}

async function end(): Promise<void> {
  await Promise.all(servers.map((server) => server.drain({ timeout: Number(values.drain) })));
  process.exit(0);
}

function fail(status: number, why: string): never {
  process.stderr.write(`serve: ${why}\n`);
  process.exit(status);
}
