import { codeOfNoSuchName, NO_SUCH_NAME } from "@anysock/adapter-suite";
import { describe, expect, test } from "vitest";
import { Program } from "./program.ts";
import { hasPython, noPython, Python } from "./python.ts";

const ends = new URL("./programs/ends.ts", import.meta.url);
const datagrams = new URL("./programs/datagrams.ts", import.meta.url);
const echo = new URL("./programs/echo.ts", import.meta.url);
const named = new URL("./programs/named.ts", import.meta.url);
const permissions = new URL("./programs/permissions.ts", import.meta.url);

/** In milliseconds: the window of the claim that a process stays. One that ends takes some 20 ms from "ready" to "end". */
const WINDOW = 500;

describe("a Deno process", () => {
  test.each([
    "idle connections",
    "an unreferenced listener",
    "an unreferenced pending read",
    "a closed listener",
    "an idle datagram socket",
    "an unreferenced pending receive",
    "a receive that is cancelled",
    "a closed datagram socket",
  ])("ends by itself with %s", async (name) => {
    const program = new Program(ends, { args: [name] });
    expect(await program.line()).toBe("ready");
    expect(await program.line()).toBe("end");
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
  });

  // A listener of Deno's own that nobody asks keeps no process alive.
  test.each([
    "a listener that nobody asks",
    "a listener that is asked",
    "a listener that is referenced again",
    "a pending read",
    "a pending receive",
    "a pending receive that is referenced again",
  ])("stays with %s", async (name) => {
    const program = new Program(ends, { args: [name] });
    expect(await program.line()).toBe("ready");
    const stays = new Promise((resolve) => setTimeout(resolve, WINDOW, "stays"));
    expect(await Promise.race([program.line(), stays])).toBe("stays");
    program.kill();
    await program.end();
  });

  test("needs no permission but --allow-net for TCP", async () => {
    const program = new Program(ends, { args: ["idle connections"], flags: ["--allow-net"] });
    expect(await program.line()).toBe("ready");
    expect(await program.line()).toBe("end");
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
  });

  test("without a permission reports EPERM, and names the flag", async () => {
    const program = new Program(permissions, { flags: [] });
    expect(await program.line()).toMatch(/^connect EPERM .*--allow-net/);
    expect(await program.line()).toMatch(/^listen EPERM .*--allow-net/);
    expect(await program.line()).toMatch(/^connect EPERM .*--allow-net/);
    expect(await program.line()).toMatch(/^listen EPERM .*--allow-(read|write|all)/);
    expect(await program.line()).toMatch(/^listen EPERM .*--allow-(read|write|all)/);
    await program.end();
  });

  test("without --unstable-net has no datagrams, and says which flag brings them", async () => {
    const program = new Program(datagrams, { flags: ["--allow-all"] });
    expect(await program.line()).toBe("");
    expect(await program.line()).toMatch(/^bind ENOTSUP .*--unstable-net/);
    expect(await program.line()).toMatch(/^bind ENOTSUP bind udp:\/\/nosuch\.invalid:0: .*--unstable-net/);
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
  });

  test("without --allow-ffi has datagrams, and says which flag brings the rest", async () => {
    const program = new Program(datagrams, { flags: ["--allow-net", "--unstable-net"] });
    expect(await program.line()).toBe("udp udp:multicast udp:reuseAddress");
    expect(await program.line()).toBe("received hello");
    expect(await program.line()).toMatch(/^set ENOTSUP .*--allow-ffi/);
    expect(await program.line()).toMatch(/^join ENOTSUP .*--allow-ffi/);
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
  });

  test("without --allow-net reports EPERM for datagrams, and names the flag", async () => {
    const program = new Program(datagrams, { flags: ["--unstable-net"] });
    expect(await program.line()).toBe("udp udp:multicast udp:reuseAddress");
    expect(await program.line()).toMatch(/^bind EPERM .*--allow-net/);
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
  });

  test("may connect to a name that alone is permitted, and listen on it", async () => {
    const program = new Program(named, { flags: [`--allow-net=localhost,${NO_SUCH_NAME}`] });
    expect(await program.line()).toBe("hello");
    // When its addresses are tried is Deno's own affair.
    expect(await program.line()).toBe("ENOTSUP");
    // Deno's own error for a name has neither class nor code.
    expect(await program.line()).toBe(await codeOfNoSuchName());
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
  });
});

describe.skipIf(!hasPython)(`a Deno process, with Python as the raw peer${noPython}`, () => {
  // Deno: accept() rejects with EMFILE (denoland/deno#10148), and the process panics half a second after its start.
  test("survives a lack of descriptors from its start on, and serves those who waited", async () => {
    const program = new Program(echo, { descriptors: 60 });
    const python = new Python();
    const port = await program.line();
    await python.run(
      `many = [socket.create_connection(("127.0.0.1", ${port})) for _ in range(50)]\n` +
        "for c in many: c.sendall(b'x'); c.settimeout(10)\n" +
        "many[0].recv(1)",
    );
    // Past the moment at which the process would have panicked.
    await python.run("many[49].settimeout(1)");
    expect(await python.attempt("many[49].recv(1)")).toBe("TimeoutError");
    expect(
      await python.run("[many.pop(0).close() for _ in range(25)]\nmany[-1].settimeout(10)\n[c.recv(1) for c in many]"),
    ).toEqual(Array.from({ length: 25 }, () => "x"));
    await python.end();
    expect(await program.end()).toMatchObject({ code: 0 });
  }, 20_000);

  test("holds less than 1 MiB for each of 200 peers that do not read what it sends them", async () => {
    const program = new Program(echo);
    const python = new Python();
    const port = await program.line();
    await python.run(`s = socket.create_connection(("127.0.0.1", ${port}))\ns.sendall(b'x')\ns.recv(1)`);
    const before = Number.parseInt((await program.ask()) ?? "", 10);
    await python.run(
      `many = [socket.create_connection(("127.0.0.1", ${port})) for _ in range(200)]\n` +
        "for c in many: c.setblocking(False)\n" +
        "def fill():\n" +
        "    sent, window = 0, 1\n" +
        "    while ready := select.select([], many, [], window)[1]:\n" +
        "        sent += sum(c.send(bytes(262144)) for c in ready)\n" +
        "    return sent",
    );
    // Until none of them takes any more: the window of that claim begins anew with each byte.
    expect(await python.run("fill()")).toBeGreaterThan(200 * 1024 * 1024);
    const [rss = "", active] = ((await program.ask()) ?? "").split(" ");
    expect(Number(active)).toBe(201);
    const each = (Number(rss) - before) / 200;
    expect(each).toBeLessThan(1024);
    console.log(`${each.toFixed(0)} KiB each`);
    await python.end();
    await program.end();
  }, 30_000);
});
