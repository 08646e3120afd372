import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { measureDatagramPace, takesDatagrams, whereAnswered } from "../../src/run/calibrate-datagrams.ts";
import { Child } from "../../src/subject/child.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { hasPython } from "../peers/python-peer.ts";

let agent: AgentProcess;
beforeAll(async () => {
  agent = await AgentProcess.start(rawAgent());
});
afterAll(() => agent.stop());

/** A UDP socket of Python that does `body` with each `data` from `peer`, the `number`th. */
async function served(body: string): Promise<{ readonly address: string; end(): Promise<void> }> {
  const program = `
import socket, time
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
number = 0
while True:
    data, peer = server.recvfrom(65535)
    number += 1
    ${body}`;
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = await Child.start("python", { argv: ["python3", "-c", program] }, { line: resolve });
  onTestFinished(() => child.stop(0));
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    // Its port is free no sooner.
    await child.exited;
  };
  return { address: `udp://127.0.0.1:${await promise}`, end };
}

describe.skipIf(!hasPython)("the first contact with a server of datagrams", () => {
  test("measures its round trip, although it loses one and answers another twice", async () => {
    const body = "time.sleep(0.02), number == 2 or [server.sendto(data, peer) for _ in range(1 + (number == 1))]";
    const { address } = await served(body);
    const { pace, refusal } = await measureDatagramPace(agent, address);
    expect(refusal).toBeNull();
    expect(pace.roundTrip).toBeGreaterThan(20);
  });

  test("is no refusal where nothing is said, in bounded time, and one where nobody is there any more", async () => {
    const { address, end } = await served("pass");
    expect(await measureDatagramPace(agent, address)).toEqual({ pace: { roundTrip: 0 }, refusal: null });
    expect(await takesDatagrams(agent, address, 0)).toBe(true);
    await end();
    expect(await measureDatagramPace(agent, address)).toEqual({ pace: { roundTrip: 0 }, refusal: "ECONNREFUSED" });
    expect(await takesDatagrams(agent, address, 0)).toBe(false);
  });

  test("finds the address that answers, before one that is silent, before one at which nobody is", async () => {
    const [gone, silent, answers] = await Promise.all([
      served("pass"),
      served("pass"),
      served("server.sendto(data, peer)"),
    ]);
    await gone.end();
    expect(await whereAnswered(agent, [gone, silent, answers])).toBe(answers);
    expect(await whereAnswered(agent, [gone, silent])).toBe(silent);
    expect(await whereAnswered(agent, [gone])).toBe(gone);
  });

  test("with an address that the system refuses tells why", async () => {
    // ip(7): a broadcast address, without SO_BROADCAST.
    expect((await measureDatagramPace(agent, "udp://255.255.255.255:7")).refusal).toBe("EACCES");
  });
});
