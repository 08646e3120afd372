import process from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { ProcessDied, ProtocolError, Unsupported } from "../../src/agent/failure.ts";
import type { Command } from "../../src/subject/command.ts";
import { type RunningService, runningService, startService } from "../../src/subject/service.ts";

function server(program: string): Command {
  return { argv: [process.execPath, "-e", program] };
}

async function start(program: string, timeout?: number): Promise<RunningService> {
  const options = { name: "the server", ...(timeout === undefined ? {} : { timeout }) };
  const service = await startService("echo", server(program), options);
  onTestFinished(() => service.stop());
  return service;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => error,
  );
}

const forever = "setInterval(() => {}, 1e6);";

test("a list that READY alone ends is complete at once", async () => {
  const service = await start(`${forever}
    console.log("starting");
    console.log("READY tcp 127.0.0.1:4711"); console.log("READY tcp [::1]:4712"); console.log("READY unix /x.sock");
    console.log("READY"); console.log("READY tcp 10.0.0.1:1");`);
  expect(service.address("tcp4")).toBe("tcp://127.0.0.1:4711");
  expect(service.address("tcp6")).toBe("tcp://[::1]:4712");
  expect(service.address("unix")).toBe("unix:/x.sock");
});

test("a list without an end is complete after silence, with what came late within it", async () => {
  const service = await start(`${forever}
    console.log("READY tcp 127.0.0.1:4711");
    setTimeout(() => console.log("READY unix @late"), 60);`);
  expect(service.address("tcp4")).toBe("tcp://127.0.0.1:4711");
  expect(service.address("tcp6")).toBeNull();
  expect(service.address("unix")).toBe("unix:@late");
});

test("UDP addresses are taken and are none of a stream's", async () => {
  const service = await start(`${forever} console.log("READY udp 127.0.0.1:1\\nREADY tcp 0.0.0.0:4711\\nREADY");`);
  expect(service.address("tcp4")).toBe("tcp://127.0.0.1:4711");
});

test("a line that comes in pieces is one line", async () => {
  const service = await start(`${forever}
    process.stdout.write("READY tcp 127.0.");
    setTimeout(() => process.stdout.write("0.1:4711\\nREADY\\n"), 30);`);
  expect(service.address("tcp4")).toBe("tcp://127.0.0.1:4711");
});

test.each([
  ["a malformed READY line", "console.log('READY tcp 4711')", "expected READY tcp HOST:PORT"],
  ["READY alone without any address", "console.log('READY')", "before it has one"],
  ["nothing", "", "no READY line on its stdout within 400 ms"],
  ["something else", "console.log('listening on 4711')", "no READY line"],
])("a server that says %s broke the contract, in bounded time", async (_name, program, why) => {
  const failure = await failureOf(start(forever + program, 400));
  expect(failure).toBeInstanceOf(ProtocolError);
  expect((failure as Error).message).toContain(why);
  expect((failure as Error).message).toContain("the server");
});

test("a server that dies before it is ready is reported with its stderr", async () => {
  const failure = await failureOf(start("console.error('EADDRINUSE'); process.exit(3)"));
  expect(failure).toBeInstanceOf(ProcessDied);
  expect(failure).toMatchObject({ exit: { code: 3, signal: null }, stderr: "EADDRINUSE\n" });
});

test("exit status 89 says that the service is unsupported", async () => {
  expect(await failureOf(start("process.exit(89)"))).toBeInstanceOf(Unsupported);
});

test("a command that does not exist died with status 127", async () => {
  expect(await failureOf(startService("echo", { argv: ["/no/such/server"] }))).toMatchObject({ exit: { code: 127 } });
});

test("a server is stopped by SIGTERM, and may end in its own way", async () => {
  const service = await start(`${forever} process.on("SIGTERM", () => process.exit(5));
    console.log("READY tcp 127.0.0.1:1\\nREADY")`);
  await service.stop();
  expect(await service.exited).toEqual({ code: 5, signal: null });
});

test("a server that ignores SIGTERM is killed, with what it started itself", async () => {
  const service = await start(`${forever} process.on("SIGTERM", () => {});
    const child = require("node:child_process").spawn("sleep", ["600"]);
    console.error(child.pid);
    console.log("READY tcp 127.0.0.1:1\\nREADY")`);
  await service.stop();
  expect(await service.exited).toEqual({ code: null, signal: "SIGKILL" });
  const grandchild = Number(service.stderr());
  expect(grandchild).toBeGreaterThan(1);
  await expect.poll(() => isGone(grandchild)).toBe(true);
});

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test("somebody else's server has no process to look at", async () => {
  const service = runningService("echo", ["tcp://[::]:7", "tcp://localhost:8", "unix:/x"]);
  expect(service).toMatchObject({ name: "echo", pid: null, exited: null });
  expect(service.address("tcp6")).toBe("tcp://[::1]:7");
  expect(service.address("tcp4")).toBe("tcp://localhost:8");
  expect(service.address("unix")).toBe("unix:/x");
  await service.stop();
});
