/** A level-0 server over anysock: `serve --service echo tcp://127.0.0.1:0 unix:/path`. READY lines; drains on SIGTERM. */
import process from "node:process";
import { parseArgs } from "node:util";
import { type StreamService, streamServices } from "@anysock/services";
import { listen, parseEndpoint, type Server, SocketError, serve } from "anysock";
import { UNSUPPORTED_EXIT } from "../agent/failure.ts";
import { readyLine } from "../subject/ready.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    service: { type: "string", default: "echo" },
    /** How long connections may go on after SIGTERM, in ms. */
    drain: { type: "string", default: "1000" },
    /** Ends at the end of stdin as well: a server whose suite has died is not left behind. */
    "until-input-ends": { type: "boolean", default: false },
  },
});

const services: Readonly<Record<string, StreamService>> = streamServices;
const service = services[values.service];
if (service === undefined) fail(UNSUPPORTED_EXIT, `there is no service ${values.service}`);

const servers: Server[] = [];
for (const at of positionals) {
  try {
    const listener = await listen(parseEndpoint(at).endpoint);
    servers.push(serve(listener, service.serve));
    process.stdout.write(`${readyLine(listener.address)}\n`);
  } catch (error) {
    const unsupported = error instanceof SocketError && error.code === "ENOTSUP";
    fail(unsupported ? UNSUPPORTED_EXIT : 1, error instanceof Error ? error.message : String(error));
  }
}
process.stdout.write("READY\n");

process.once("SIGTERM", end);
if (values["until-input-ends"]) process.stdin.once("end", end).resume();

async function end(): Promise<void> {
  await Promise.all(servers.map((server) => server.drain({ timeout: Number(values.drain) })));
  process.exit(0);
}

function fail(status: number, why: string): never {
  process.stderr.write(`serve: ${why}\n`);
  process.exit(status);
}
