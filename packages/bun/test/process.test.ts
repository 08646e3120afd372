import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { Program } from "./program.ts";
import { hasPython, noPython, python } from "./python.ts";

/** In milliseconds: the window of the claim that a process stays. One that ends does so within some 10 ms. */
const WINDOW = 500;

describe("a Bun process", () => {
  let program: Program | undefined;
  afterEach(() => program?.end("process"));

  // Bun's own idle connections keep it alive.
  test.each([
    "idle connections",
    "a connection that nobody has claimed",
    "an unreferenced pending read",
    "an unreferenced listener",
    "an idle datagram socket",
    "an unreferenced pending receive",
  ])("ends by itself with %s", async (state) => {
    program = Program.ours("ends", [state]);
    expect(await program.line()).toBe("ready");
    expect(await program.line()).toBe("end");
    expect(await program.ended).toBe(0);
  });

  test.each(["a listener", "a pending read", "a pending receive"])("stays with %s", async (state) => {
    program = Program.ours("ends", [state]);
    expect(await program.line()).toBe("ready");
    const stays = new Promise((resolve) => setTimeout(resolve, WINDOW, "stays"));
    expect(await Promise.race([program.ended, stays])).toBe("stays");
  });
});

describe.skipIf(!hasPython)(`a Bun process that runs out of descriptors${noPython}`, () => {
  const raw = python();
  let program: Program | undefined;
  afterEach(() => program?.end("process"));

  /** Seconds of processor time that a process has used (proc_pid_stat(5), utime and stime in hundredths). */
  function used(pid: number): number {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  // Bun spins, because accept(2) fails at once and is tried again for ever.
  test("rests while there are none, and then serves all who waited", async () => {
    program = Program.ours("echo", [], 60);
    const port = await program.line();
    await raw.peer.run(
      `many = [connect(${port}) for _ in range(80)]\n` +
        "for c in many: c.sendall(b'x'); c.settimeout(10)\n" +
        "[c.recv(1) for c in many[:40]]",
    );
    const before = used(program.pid);
    expect(await raw.peer.failure("many[79].settimeout(1); many[79].recv(1)")).toBe("TimeoutError");
    expect(used(program.pid) - before).toBeLessThan(0.2);
    await raw.peer.run("[c.close() for c in many[:40]]\nmany[79].settimeout(10)");
    expect(await raw.peer.run("len([c.recv(1) for c in many[60:]])")).toBe(20);
    await raw.peer.run(`[c.close() for c in many]\nlast = connect(${port})\nlast.sendall(b"y")`);
    expect(await raw.peer.run("last.recv(1)")).toBe("y");
  }, 20_000);

  test.each([
    ["connects", "socket.create_server(('127.0.0.1', 0), backlog=128)"],
    ["UDP sockets", "None"],
  ])(
    "rests also where its own %s have taken the last ones, and then serves who waited",
    async (_, sink) => {
      const port = await raw.peer.run(`sink = ${sink}; sink.getsockname()[1] if sink else 0`);
      program = Program.ours("connects", [String(port)], 60);
      await raw.peer.run(`waits = connect(${await program.line()})`);
      const before = used(program.pid);
      expect(await raw.peer.failure("waits.settimeout(1); waits.recv(1)")).toBe("TimeoutError");
      expect(used(program.pid) - before).toBeLessThan(0.2);
      program.write("go on");
      expect(await program.line()).toBe("accepted");
    },
    20_000,
  );
});
