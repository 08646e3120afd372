import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCase } from "@anysock/protocol-spec";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { reproOf } from "../../src/report/repro.ts";
import { StageRecord } from "../../src/stage/record.ts";
import { createStage } from "../../src/stage/stage.ts";
import { Child } from "../../src/subject/child.ts";
import type { Command } from "../../src/subject/command.ts";
import { executable } from "../../src/subject/executable.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { runningService } from "../../src/subject/service.ts";
import { hasPython } from "../peers/python-peer.ts";
import { caseOf } from "../run/cases.ts";

let folder: string;
let client: AgentProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "datagram-repro-"));
  client = await AgentProcess.start(rawAgent());
});
afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

/** Starts a UDP server of Python that does `body` with each `data` from `peer`, and gives its address. */
async function served(body: string, atEnd = onTestFinished): Promise<string> {
  const program = `
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
while True:
    data, peer = server.recvfrom(65535)
    ${body}`;
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = await Child.start("python", { argv: ["python3", "-c", program] }, { line: resolve });
  atEnd(() => child.stop(0));
  return `udp://127.0.0.1:${await promise}`;
}

/** What the case comes to with this server, as the program that is made of it. */
async function reproWith(id: string, address: string): Promise<string> {
  const one = findCase(id) ?? caseOf(id);
  const record = new StageRecord();
  const service = runningService(one.needs.service ?? "echo", [address]);
  const stage = createStage({ transport: "udp4", seed: 1, roundTrip: 0.1, patience: 500, client, service, record });
  await one.play(stage).catch(() => {});
  const text = reproOf(one, [...record.events], "udp4");
  await stage.dispose();
  return text;
}

/** The lines that the program prints, with the server still there. */
async function said(text: string): Promise<readonly string[]> {
  const file = join(folder, `${Math.random()}.mjs`);
  writeFileSync(file, text);
  const lines: string[] = [];
  const command: Command = { argv: [executable("node").file, file] };
  const child = await Child.start("the program", command, { line: (line) => void lines.push(line) });
  await child.exited;
  expect(child.stderr()).toBe("");
  return lines;
}

describe.skipIf(!hasPython)("a program over node:dgram shows", () => {
  // Side by side, because an answer that does not come is waited for.
  test.concurrent.for([
    ["a server that cuts at 1,024", "echo-udp/sizes", "server.sendto(data[:1024], peer)", "1024 bytes different"],
    ["one that answers twice", "echo-udp/one-answer", "[server.sendto(data, peer) for _ in 'ab']", "4 bytes different"],
    ["one that never answers", "echo-udp/answers", "pass", "nothing different"],
    ["one that answers to a discard", "discard-udp/silent", "server.sendto(data, peer)", "0 bytes different"],
    ["one that changes what is no letter", "upper-udp/answers", "server.sendto(b'?', peer)", "1 bytes different"],
  ] as const)("%s", async ([_what, id, body, last], { onTestFinished: atEnd }) => {
    const text = await reproWith(id, await served(body, atEnd));
    expect((await said(text)).at(-1)).toBe(last);
    // Short enough to be read in a report of a fault.
    expect(text.split("\n").length).toBeLessThan(45);
  });

  test.each([
    ["echo-udp/one-answer", "server.sendto(data, peer)"],
    ["echo-udp/empty", "server.sendto(data, peer)"],
    ["echo-udp/sizes", "server.sendto(data, peer)"],
    ["discard-udp/silent", "pass"],
    ["upper-udp/answers", "server.sendto(data.upper(), peer)"],
  ])("nothing of a server that does as %s wants it", async (id, body) => {
    const lines = await said(await reproWith(id, await served(body)));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/ as expected$/);
  });

  test("the answer itself where it is no fixed one", async () => {
    const text = await reproWith("daytime-udp/answers", await served('server.sendto(b"Tuesday", peer)'));
    expect(new Set(await said(text))).toEqual(new Set(["7 bytes Tuesday"]));
  });

  test("nothing where several clients were needed, which one would not show", async () => {
    expect(await reproWith("echo-udp/client-gone", await served("server.sendto(data, peer)"))).toBe("");
  });
});
