import { onTestFinished } from "vitest";
import { Program } from "./program.ts";

/** A UDP server of Python, which nobody here wrote the sockets of. */
export interface DatagramPeer {
  readonly url: string;
  readonly port: number;
  readonly program: Program;
  /** Ends it, so that nobody has its port any more. */
  end(): Promise<void>;
}

export interface PeerPlace {
  readonly host?: string;
  readonly port?: number;
  /** Of the test's own context, where it runs beside others. */
  readonly atEnd?: typeof onTestFinished;
}

/** Binds, and does `body` with each `data` from `peer`, the `number`th. */
export async function datagramPeer(
  body: string,
  { host = "127.0.0.1", port = 0, atEnd = onTestFinished }: PeerPlace = {},
): Promise<DatagramPeer> {
  const isIpv6 = host.includes(":");
  const source = `
import socket, sys, time
server = socket.socket(socket.${isIpv6 ? "AF_INET6" : "AF_INET"}, socket.SOCK_DGRAM)
server.bind((${JSON.stringify(host)}, ${port}))
print(server.getsockname()[1], flush=True)
number = 0
while True:
    data, peer = server.recvfrom(65535)
    number += 1
    ${body}`;
  const program = python(source, atEnd);
  const [, bound = ""] = await program.says(/^(\d+)\n/);
  return {
    url: `udp://${isIpv6 ? `[${host}]` : host}:${bound}`,
    port: Number(bound),
    program,
    end: async () => {
      program.child.kill();
      await program.ended;
    },
  };
}

/** What a client of Python at `host` and `from` prints that asks each of these expressions of Python, and waits for an answer for as long. */
export async function askedBy(
  port: number,
  questions: readonly string[],
  { host = "127.0.0.1", from = 0, patience = 5 }: { host?: string; from?: number; patience?: number } = {},
): Promise<readonly string[]> {
  const { stdout, stderr } = await python(`
import socket
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.bind((${JSON.stringify(host)}, ${from}))
client.settimeout(${patience})
for question in [${questions.join(", ")}]:
    client.sendto(question, ("127.0.0.1", ${port}))
    try: answer = client.recv(65535)
    except socket.timeout: answer = None
    print("the same" if answer == question else answer if answer is None else answer[:20])`).ended;
  if (stderr !== "") throw new Error(stderr);
  return stdout.trimEnd().split("\n");
}

function python(source: string, atEnd: typeof onTestFinished = onTestFinished): Program {
  const program = new Program("python3", ["-c", source]);
  atEnd(async () => {
    program.child.kill();
    await program.ended;
  });
  return program;
}
