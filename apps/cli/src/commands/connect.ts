import process from "node:process";
import { ownRuntime } from "@anysock/conformance";
import { connect, SocketError } from "anysock";
import { Command, Option } from "commander";
import { type ConnectTo, connectTo, integer, oneOf, type RuntimeName, runtimeNames } from "../arguments.ts";
import { becomeRuntime } from "../become.ts";
import { converse, toStdout } from "../conversation.ts";
import { write } from "../output.ts";
import type { Finish } from "../program.ts";

interface Options {
  readonly runtime?: RuntimeName;
  readonly timeout?: number;
}

export function connectCommand(finish: Finish): Command {
  return new Command("connect")
    .summary("stdin to a socket, the socket to stdout")
    .description(
      "Connects, sends stdin, sends FIN at the end of stdin, and writes what comes to stdout until the other end's FIN. The bytes stay as they are, and neither side is read faster than the other takes them.",
    )
    .argument(
      "<url>",
      "tcp://HOST:PORT, tcp://[IPV6]:PORT, unix:/PATH or unix:@ABSTRACT; without a host, localhost",
      connectTo,
    )
    .addOption(
      new Option("--runtime <name>", "under which runtime; this one if not given").argParser(oneOf(runtimeNames)),
    )
    .option("--timeout <s>", "seconds to wait for the connection", integer(1, 86_400))
    .addHelpText(
      "after",
      `
Examples:
  echo hello | anysock connect tcp://127.0.0.1:7000
  anysock connect --runtime bun unix:/run/echo.sock < picture.png | cmp - picture.png

Where stdin is a terminal, the other end's FIN ends it; otherwise all of stdin is sent first.

Exit status: 0 when both directions came to their end, 1 when the connection failed, delivery is unknown or
stdout cannot be written, 2 usage.`,
    )
    .action(async (to: ConnectTo, options: Options) => finish(await run(to, options)));
}

async function run(to: ConnectTo, { runtime, timeout }: Options): Promise<number> {
  if (runtime !== undefined && runtime !== ownRuntime()) {
    const limit = timeout === undefined ? [] : ["--timeout", String(timeout)];
    return becomeRuntime(runtime, ["connect", to.url, ...limit]);
  }
  try {
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
