import process from "node:process";
import { ownRuntime, UsageError } from "@anysock/conformance/start";
import { bind, connect, SocketError } from "anysock";
import { Command, Option } from "commander";
import { type ConnectTo, connectTo, integer, oneOf, type RuntimeName, runtimeNames } from "../arguments.ts";
import { becomeRuntime } from "../become.ts";
import { converse, toStdout } from "../conversation.ts";
import { exchange } from "../datagrams.ts";
import { write } from "../output.ts";
import type { Finish } from "../program.ts";

interface Options {
  readonly runtime?: RuntimeName;
  readonly timeout?: number;
  readonly silence?: number;
}

/** Seconds. */
const SILENCE = 1;

export function connectCommand(finish: Finish): Command {
  return new Command("connect")
    .summary("stdin to a socket, the socket to stdout")
    .description(
      [
        "Connects, sends stdin, sends FIN at the end of stdin, and writes what comes to stdout until the other end's FIN. The bytes stay as they are, and neither side is read faster than the other takes them.",
        "To udp:// each line of stdin, its newline with it, is a datagram. The bytes of each that comes back are written as they are. After the end of stdin, silence ends it. Nothing is sent again: what is lost is lost.",
      ].join("\n\n"),
    )
    .argument(
      "<url>",
      "tcp://HOST:PORT, tcp://[IPV6]:PORT, udp://…, unix:/PATH or unix:@ABSTRACT; without a host, localhost, of udp:// 127.0.0.1",
      connectTo,
    )
    .addOption(
      new Option("--runtime <name>", "under which runtime; this one if not given").argParser(oneOf(runtimeNames)),
    )
    .option(
      "--timeout <s>",
      "seconds to wait for the connection; of udp:// for the address of a name",
      integer(1, 86_400),
    )
    .option(
      "--silence <s>",
      `udp:// only: seconds without a datagram, after the end of stdin, that end it (default: ${SILENCE})`,
      integer(1, 86_400),
    )
    .addHelpText(
      "after",
      `
Examples:
  echo hello | anysock connect tcp://127.0.0.1:7000
  anysock connect --runtime bun unix:/run/echo.sock < picture.png | cmp - picture.png
  echo hello | anysock connect udp://127.0.0.1:7000

Where stdin is a terminal, the other end's FIN ends it; otherwise all of stdin is sent first.

Exit status: 0 when both directions came to their end, 1 when the connection failed, delivery is unknown or
stdout cannot be written, 2 usage. Of udp://: 0 when all was handed to the system and nothing was said against it, 1 when
nobody listens there, a line is longer than a datagram can be, or answers found no room here.`,
    )
    .action(async (to: ConnectTo, options: Options) => finish(await run(to, options)));
}

async function run(to: ConnectTo, options: Options): Promise<number> {
  const { runtime, timeout, silence } = options;
  if (silence !== undefined && to.scheme !== "udp") {
    throw new UsageError(`--silence is for datagrams; ${to.url} ends with the other end's FIN`);
  }
  if (runtime !== undefined && runtime !== ownRuntime()) {
    const waits = Object.entries({ timeout, silence }).filter(([, seconds]) => seconds !== undefined);
    return becomeRuntime(runtime, ["connect", to.url, ...waits.flatMap(([name, s]) => [`--${name}`, String(s)])]);
  }
  try {
    if (to.scheme === "udp") return await sendDatagrams(to, options);
    const connection = await connect(to.endpoint, timeout === undefined ? {} : { timeout: timeout * 1000 });
    if (await converse(connection, process.stdin, (chunk) => toStdout(chunk, connection))) return 0;
    void write(
      process.stderr,
      `anysock: ${to.url}: nobody knows whether the other end has got everything that was sent\n`,
    );
    return 1;
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    void write(process.stderr, `anysock: ${error.message}\n`);
    return 1;
  } finally {
    process.stdin.destroy();
  }
}

async function sendDatagrams({ url, endpoint }: ConnectTo, { timeout, silence = SILENCE }: Options): Promise<number> {
  const wait = timeout === undefined ? {} : { timeout: timeout * 1000 };
  // Where `serve` is without a host: a datagram goes to one address, and cannot try those of localhost in turn.
  const remote = { host: "127.0.0.1", ...endpoint };
  const socket = await bind({ port: 0 }, { remote, ...wait });
  const end = { abort: () => void socket.close() };
  try {
    await exchange(socket, process.stdin, (data) => toStdout(data, end), silence * 1000);
  } finally {
    await socket.close();
  }
  if (socket.dropped === 0) return 0;
  void write(
    process.stderr,
    `anysock: ${url}: ${socket.dropped} datagrams came while stdout took none, and are lost\n`,
  );
  return 1;
}
