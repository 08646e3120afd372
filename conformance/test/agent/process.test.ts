import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { ProcessDied, ProtocolError, Unsupported } from "../../src/agent/failure.ts";
import { AgentProcess } from "../../src/agent/process.ts";
import type { Command } from "../../src/subject/command.ts";
import { rawAgent, runtimeSubject } from "../../src/subject/runtime.ts";

/** An agent that answers hello and capabilities, and then runs `more` for each request. */
function agentThat(more: string): Command {
  const program = `
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const request = JSON.parse(line);
      const say = (answer) => console.log(JSON.stringify({ id: request.id, ok: true, ...answer }));
      if (request.op === "hello") say({ version: 1, runtime: { name: "fake", version: "1" }, pid: process.pid });
      else if (request.op === "capabilities") say({ transports: [], services: [], capabilities: [] });
      else if (request.op === "stop") process.exit(0);
      else { ${more} }
    }).on("close", () => process.exit(0));`;
  return { argv: [process.execPath, "-e", program] };
}

async function start(command: Command, timeout?: number): Promise<AgentProcess> {
  const agent = await AgentProcess.start(command, { name: "the agent", ...(timeout === undefined ? {} : { timeout }) });
  onTestFinished(() => agent.stop());
  return agent;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => error,
  );
}

test("an agent says who it is, and ends with status 0 when it is stopped", async () => {
  const agent = await start(rawAgent());
  expect(agent.runtime.name).toBe("raw");
  expect(agent.capabilities.transports).toEqual(["tcp4", "tcp6", "unix", "udp4", "udp6"]);
  expect(() => process.kill(agent.pid, 0)).not.toThrow();
  await agent.stop();
  expect(await agent.exited).toEqual({ code: 0, signal: null });
  expect(() => process.kill(agent.pid, 0)).toThrow("ESRCH");
});

test.each([
  ["raw agent", rawAgent()],
  ["agent on Node", runtimeSubject("node").agent()],
  ["agent on Bun", runtimeSubject("bun").agent()],
  ["agent on Deno", runtimeSubject("deno").agent()],
])(
  "the %s ends with status 0 when its suite has gone, although it listens and a client is connected",
  async (_name, { argv: [program, ...args], env }) => {
    const agent = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => void agent.kill("SIGKILL"));
    const exited = once(agent, "exit");
    agent.stdin.write(`${JSON.stringify({ id: 1, op: "listen", at: "tcp://127.0.0.1:0" })}\n`);
    const [line] = await once(createInterface({ input: agent.stdout }), "line");
    const client = connect(Number(new URL(JSON.parse(line).address.replace("tcp:", "http:")).port), "127.0.0.1");
    client.on("error", () => {});
    await once(client, "connect");
    // All that is left of a suite that was killed: the end of the agent's stdin.
    agent.stdin.end();
    expect(await exited).toEqual([0, null]);
  },
);

test("a request that the schema forbids is refused as the suite's own fault", async () => {
  const agent = await start(agentThat(""));
  const failure = await failureOf(agent.request("connect", { to: "nowhere", timeout: 1 }));
  expect(failure).toBeInstanceOf(ProtocolError);
  expect((failure as ProtocolError).who).toBe("the suite");
  expect((failure as ProtocolError).line).toContain("nowhere");
});

test.each([
  ["garbage", "console.log('Segmentation fault')", "not JSON"],
  ["an answer that the schema forbids", "say({ descriptors: 'many', memory: 1 })", "/descriptors must be integer"],
  ["an answer to nobody", "console.log(JSON.stringify({ id: 99, ok: true }))", "no request with this id"],
  [
    "an answer twice",
    "say({ descriptors: 1, memory: 1 }); say({ descriptors: 1, memory: 1 })",
    "no request with this id",
  ],
  ["a line without end", "process.stdout.write('x'.repeat(2 * 1024 * 1024))", "more than 1048576 characters"],
])("an agent that answers %s is named, with the line, and ended", async (_name, behaviour, why) => {
  const agent = await start(agentThat(behaviour));
  const first = await failureOf(agent.request("stats", {}));
  const failure = first instanceof Error ? first : await failureOf(agent.exited.then(() => agent.request("stats", {})));
  expect(failure).toBeInstanceOf(ProtocolError);
  expect((failure as ProtocolError).who).toBe("the agent");
  expect((failure as ProtocolError).message).toContain(why);
  expect((await agent.exited).signal).toBe("SIGKILL");
});

test("an agent that dies rejects what is outstanding and what follows, with its stderr", async () => {
  const agent = await start(agentThat("console.error('panicked at socket.rs'); process.exit(7)"));
  const both = await Promise.all([failureOf(agent.request("stats", {})), failureOf(agent.request("stats", {}))]);
  for (const failure of [...both, await failureOf(agent.request("stats", {}))]) {
    expect(failure).toBeInstanceOf(ProcessDied);
    expect((failure as ProcessDied).exit).toEqual({ code: 7, signal: null });
    expect((failure as ProcessDied).stderr).toBe("panicked at socket.rs\n");
    expect((failure as ProcessDied).message).toContain("the agent ended with exit status 7");
  }
});

test("an agent that is killed is reported with the signal", async () => {
  const agent = await start(agentThat("process.kill(process.pid, 'SIGKILL')"));
  expect(await failureOf(agent.request("stats", {}))).toMatchObject({ exit: { code: null, signal: "SIGKILL" } });
});

test("an agent that never answers hello is given up in bounded time, and ended", async () => {
  const silent: Command = { argv: [process.execPath, "-e", "console.error(process.pid); setInterval(() => {}, 1e6)"] };
  const failure = await failureOf(start(silent, 300));
  expect(failure).toBeInstanceOf(ProtocolError);
  expect((failure as ProtocolError).message).toContain("did not answer hello and capabilities within 300 ms");
});

test("a command that does not exist died with status 127", async () => {
  expect(await failureOf(start({ argv: ["/no/such/agent"] }))).toMatchObject({ exit: { code: 127 } });
});

test("exit status 89 says that the agent is unsupported, and its stderr why", async () => {
  const failure = await failureOf(
    start({ argv: [process.execPath, "-e", "console.error('no TCP'); process.exit(89)"] }),
  );
  expect(failure).toBeInstanceOf(Unsupported);
  expect((failure as Unsupported).message).toContain("no TCP");
});

test("an answer of unsupported rejects as such", async () => {
  const agent = await start(agentThat("console.log(JSON.stringify({ id: request.id, unsupported: 'no /proc' }))"));
  expect(await failureOf(agent.request("stats", {}))).toBeInstanceOf(Unsupported);
});

test("an agent that ignores stop and SIGTERM is killed", async () => {
  const agent = await start({
    argv: [
      process.execPath,
      "-e",
      `process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6);
       require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
         const { id, op } = JSON.parse(line);
         if (op === "hello") console.log(JSON.stringify({ id, ok: true, version: 1, runtime: { name: "x", version: "" }, pid: 1 }));
         if (op === "capabilities") console.log(JSON.stringify({ id, ok: true, transports: [], services: [], capabilities: [] }));
       });`,
    ],
  });
  await agent.stop();
  expect(await agent.exited).toEqual({ code: null, signal: "SIGKILL" });
});

test("stderr keeps its last 64 KiB, and a window of time can be cut out", async () => {
  const agent = await start(agentThat("console.error('x'.repeat(1000)); say({ descriptors: 1, memory: 1 })"));
  for (let count = 0; count < 80; count++) await agent.request("stats", {});
  await agent.stop();
  await agent.exited;
  expect(agent.stderr().length).toBeGreaterThan(60_000);
  expect(agent.stderr().length).toBeLessThanOrEqual(64 * 1024);
  expect(agent.stderr(performance.now() + 1)).toBe("");
});
