import { type Listener, listen, supports } from "@anysock/deno";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Program } from "./program.ts";
import { hasPython, hasSs, noPython, noSs, Python } from "./python.ts";

const folder = Deno.makeTempDirSync({ prefix: "anysock-" });
afterAll(() => Deno.removeSync(folder, { recursive: true }));
const opened: Listener[] = [];
afterEach(async () => {
  for (const listener of opened.splice(0)) await listener.close();
});

const ownSockets = new URL("./programs/own-sockets.ts", import.meta.url);
const hasFfi = supports.has("option:mode");
const noFfi = hasFfi ? "" : " (no permission for FFI)";

const descriptors = (): string[] =>
  [...Deno.readDirSync("/proc/self/fd")].flatMap(({ name }) => {
    try {
      return [`${name} ${Deno.readLinkSync(`/proc/self/fd/${name}`)}`];
    } catch {
      // The folder's own.
      return [];
    }
  });

async function backlogs(path: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ss", { args: ["-xlH", "src", path] }).output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  return lines.map((line) => line.split(/\s+/)[3] ?? "").sort();
}

describe.skipIf(!hasFfi)(`a Unix path that is bound by system calls${noFfi}`, () => {
  test.skipIf(!hasSs)(`has its own backlog where another listener has the same text${noSs}`, async () => {
    const path = `${folder}/same`;
    opened.push(await listen({ path }, { backlog: 5 }));
    Deno.removeSync(path);
    opened.push(await listen({ path }, { backlog: 7 }));
    expect(await backlogs(path)).toEqual(["5", "7"]);
    Deno.removeSync(path);
    opened.push(await listen({ path }, { mode: 0o600 }));
    expect(await backlogs(path)).toEqual(["1024", "5", "7"]);
  });

  // The umask is the process's, and that of whatever else it makes in that moment.
  test.skipIf(!hasPython)(`leaves the umask alone, as another process sees it${noPython}`, async () => {
    const python = new Python();
    await python.run(
      "seen, done = set(), threading.Event()\n" +
        "def look():\n" +
        `    while not done.is_set(): seen.add(open("/proc/${Deno.pid}/status").read().split("Umask:")[1].split()[0])\n` +
        "looking = threading.Thread(target=look); looking.start()",
    );
    for (let round = 0; round < 500; round++) {
      await (await listen({ path: `${folder}/mode` }, { mode: 0o600 })).close();
    }
    const seen = await python.run("done.set(); looking.join(); list(seen)");
    expect(seen).toEqual([Deno.umask().toString(8).padStart(4, "0")]);
    await python.end();
  });

  test("is gone, and its descriptor, where Deno cannot take it over", async () => {
    const path = `${folder}/refused`;
    await (await listen({ path }, { mode: 0o600 })).close();
    const before = descriptors();
    const { listen: original } = Deno;
    Deno.listen = (() => {
      throw Object.assign(new Error("too many open files"), { code: "EMFILE" });
    }) as typeof Deno.listen;
    try {
      await expect(listen({ path }, { mode: 0o600 })).rejects.toMatchObject({ code: "EMFILE" });
    } finally {
      Deno.listen = original;
    }
    expect(() => Deno.lstatSync(path)).toThrow(Deno.errors.NotFound);
    expect(descriptors()).toEqual(before);
  });
});

describe.skipIf(!hasFfi)(`sockets of our own in a Deno process${noFfi}`, () => {
  async function told(...flags: string[]): Promise<(string | undefined)[]> {
    const listener = await listen({ port: 0 });
    opened.push(listener);
    const port = "port" in listener.address ? listener.address.port : 0;
    const given = flags.map((flag) => flag.replace("PORT", String(port)));
    const path = `${folder}/permitted`;
    const program = new Program(ownSockets, {
      flags: ["--allow-ffi", "--unstable-net", ...given],
      args: [String(port), path],
    });
    const lines: (string | undefined)[] = [];
    for (let line = await program.line(); line !== undefined; line = await program.line()) lines.push(line);
    expect(await program.end()).toEqual({ code: 0, stderr: "" });
    expect(() => Deno.lstatSync(path)).toThrow(Deno.errors.NotFound);
    return lines;
  }

  const files = ["--allow-read", "--allow-write"];

  test("have their effect with --allow-net", async () => {
    const refused = expect.stringMatching(/^connect ECONNREFUSED /);
    expect(await told("--allow-net", ...files)).toEqual(["effect", "effect", "effect", "effect", "effect", refused]);
  });

  test("are EPERM where Deno's own are not permitted, which names the flag", async () => {
    const [connected, listened, atPath] = await told("--allow-net=127.0.0.1:PORT", ...files);
    expect(connected).toMatch(/^connect EPERM .*takes the place of one of Deno's own.*--allow-net=127\.0\.0\.1\b/);
    expect(listened).toMatch(
      /^listen EPERM .*it takes permission for 127\.0\.0\.1:0: run it with --allow-net=127\.0\.0\.1\b/,
    );
    expect(atPath).toMatch(/^listen EPERM .*takes the place of one of Deno's own.*--allow-net\b/);
    const [, , unix] = await told("--allow-net=127.0.0.1", ...files);
    expect(unix).toMatch(/^listen EPERM .*takes the place of one of Deno's own.*--allow-net\b/);
  });

  test("are EPERM at an address that is not permitted, which no option gets past", async () => {
    expect((await told("--allow-net=127.0.0.1", ...files)).slice(3)).toEqual([
      expect.stringMatching(/^listen EPERM .*permission for 0\.0\.0\.0:0: run it with --allow-net=0\.0\.0\.0\b/),
      expect.stringMatching(/^bind EPERM .*permission for 0\.0\.0\.0:0: run it with --allow-net=0\.0\.0\.0\b/),
      expect.stringMatching(/^connect EPERM .*permission for 127\.0\.0\.2:\d+: run it with --allow-net=127\.0\.0\.2\b/),
    ]);
  });

  test("are EPERM at a path that is not permitted, which names the flag", async () => {
    expect((await told("--allow-net", "--allow-read"))[2]).toMatch(/^listen EPERM .*--allow-write/);
    expect((await told("--allow-net", "--allow-write"))[2]).toMatch(/^listen EPERM .*--allow-read/);
  });
});
