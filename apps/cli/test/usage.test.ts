import { expect, test, vi } from "vitest";
import { anysock, run } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const url = "tcp://127.0.0.1:9";

test.concurrent.each([
  [["frobnicate"], "unknown command 'frobnicate'"],
  [["test", "server"], "missing required argument 'url'"],
  [["test", "server", "127.0.0.1:7000"], "expected tcp://HOST:PORT or unix:/PATH"],
  [["test", "server", "tcp://127.0.0.1"], "it has no port; expected tcp://HOST:PORT"],
  [["test", "server", "tcp://::1:7000"], "an IPv6 address needs brackets"],
  [["test", "server", ""], "expected tcp://HOST:PORT or unix:/PATH"],
  [["test", "server", "tcp://127.0.0.1:70000"], "port 70000 is not an integer from 0 to 65535"],
  [["test", "server", "tcp://127.0.0.1:0"], "accepted are ports 1 to 65535"],
  [["test", "server", "tcp://256.0.0.1:7"], 'host "256.0.0.1"'],
  [["test", "server", "tcp://no.such.name.invalid:7"], "has no address"],
  [["test", "server", "udp://127.0.0.1:0"], "accepted are ports 1 to 65535"],
  [["test", "server", "udp://127.0.0.1:7", "udp://127.0.0.1:9"], "both udp4"],
  [["test", "server", "udp://127.0.0.1:7", "--only", "echo/one-byte"], "--only echo/one-byte matches no case"],
  [["test", "server", `unix:/${"x".repeat(200)}`], "at most 107"],
  [["test", "server", url, "tcp://127.0.0.1:10"], "both tcp4"],
  [["test", "server", url, "--service", "gopher"], "Accepted: echo, upper, discard, chargen, daytime, time"],
  [["test", "server", url, "--seed", "-1"], "an integer from 0 to 4294967295"],
  [["test", "server", url, "--pid", "one"], "an integer from 1"],
  [["test", "server", url, "--pid", "4194305"], "there is no such process"],
  [["test", "server", url, "--json", "/nowhere/report.json"], "a file in a folder that exists"],
  [["test", "server", url, "--json", "/etc/passwd/report.json"], "a file in a folder that exists"],
  [["test", "server", url, "--json", ""], "Accepted: a file in a folder that exists, or -; see"],
  [["test", "server", url, "--json", "-", "--list"], "'--list' cannot be used with option '--json <file>'"],
  [["test", "server", url, "--only", ""], "Accepted: a glob over ids"],
  [["test", "server", url, "--only", "halfclose/large"], "near: half-close/"],
  [["test", "server", url, "--only", "connect/refused"], "--list shows all of them"],
  [["test", "server", "tcp://[::1]:9", "--only", "isolation/held/512"], "--only isolation/held/512 matches no case"],
  [["test", "server", "tcp://[::1]:9", "--only", "isolation/held/512", "--list"], "matches no case"],
  [["test", "server", url, "--fast"], "unknown option '--fast'"],
  [["test", "adapter"], "missing required argument 'package'"],
  [
    ["test", "adapter", "@anysock/nothing"],
    "@anysock/nothing: Cannot find package '@anysock/nothing'; accepted: a package",
  ],
  [["test", "adapter", "./nowhere.ts"], "nowhere.ts; accepted: a package that is installed in"],
  [
    ["test", "adapter", "@anysock/core"],
    "is no adapter: it does not export connect, listen, bind, supports, runtime, driver",
  ],
  [["test", "adapter", "@anysock/node", "--runtime", "rust"], "Accepted: node, bun, deno, node@24, node@22, bun@1.3"],
  [["test", "adapter", "@anysock/node", "--transports", "tcp"], "Accepted: tcp4, tcp6, unix, abstract, udp4, udp6"],
  [
    ["test", "adapter", "@anysock/node", "--only", "api/close/nothing"],
    "--only api/close/nothing matches no case here",
  ],
  [["test", "adapter", "@anysock/node", "--only", "api/datagram/**", "--transports", "tcp4"], "matches no case here"],
  [["test", "adapter", "@anysock/node", "--json", "/nowhere/report.json"], "a file in a folder that exists"],
  [["matrix", "--servers", "node,rust"], "Accepted: node, bun, deno"],
  [
    ["matrix", "--clients", "node@20"],
    "Accepted: node, bun, deno, node@24, node@22, bun@1.3, deno@2.8, node-on-bun, node-on-deno",
  ],
  [["serve", "--runtime", "node@24"], "Accepted: node, bun, deno; see"],
  [["matrix", "--transports", "udp7"], "Accepted: tcp4, tcp6, unix, udp4, udp6"],
  [["matrix", "--only", "ECHO-TCP-999"], "near: ECHO-TCP-9"],
  [["matrix", "echo"], "too many arguments"],
  [["matrix", "--fuzz", "0"], "an integer from 1 to 1000000"],
  [["matrix", "--fuzz", "many"], "an integer from 1 to 1000000"],
  [["matrix", "--fuzz", "9", "--only", "reset/**"], "'--fuzz <n>' cannot be used with option '--only <glob>'"],
  [["matrix", "--fuzz", "9", "--list"], "'--fuzz <n>' cannot be used with option '--list'"],
  [["matrix", "--fuzz", "1", "--fuzz-path", "a:b"], "Accepted: numbers separated by colons"],
  [["matrix", "--fuzz", "1", "--seed", "7", "--fuzz-path", "0:99999"], "leads to no schedule of seed"],
  [["matrix", "--fuzz", "1", "--fuzz-path", "3"], "give --fuzz 1, and the seed"],
  [["matrix", "--fuzz", "50", "--seed", "7", "--fuzz-path", "3"], "give --fuzz 1, and the seed"],
  [["matrix", "--transports", "tcp4,tcp4"], "tcp4 is there twice"],
  [["matrix", "--fuzz-path", "3"], "give --fuzz 1 and the seed as well"],
  [["matrix", "--fuzz", "1", "--json", "/nowhere/report.json"], "a file in a folder that exists"],
  [["explain", "ECHO-TPC-1"], "near: ECHO-TCP-1"],
  [["explain", "zzzzzzzz"], "`anysock matrix --list` shows all of them"],
  [["explain", "api/no"], "`anysock test adapter PACKAGE --list` shows all of them"],
  [["help", "nothing"], "unknown command 'help'; see anysock --help"],
  [["connect", "udp://:0"], "accepted are ports 1 to 65535"],
  [["connect", url, "--silence", "1"], "--silence is for datagrams"],
  [["serve", "--listen", "udp://:0", "--limit", "3"], "--limit is for connections, and datagrams have none"],
  [["serve", "--listen", "udp://:0", "--lifetime", "3"], "--lifetime is for connections"],
  [["serve", "--listen", "tcp://127.0.0.1:seven"], "expected tcp://HOST:PORT"],
  [["serve", "--runtime", "python"], "Accepted: node, bun, deno"],
  [["serve", "--limit", "0"], "an integer from 1"],
  [["connect", "tcp://:0"], "accepted are ports 1 to 65535"],
  [["connect"], "missing required argument 'url'"],
] as const)("anysock %j is refused in one line that says what is accepted, with status 2", async (args, why) => {
  const { status, stdout, stderr } = await run(...args);
  expect(stderr).toContain(why);
  expect(stderr).toMatch(/^anysock: [^\n]+\n$/);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test.each([["serve"], ["connect"], ["test", "server"], ["matrix"], ["explain"]])(
  "anysock %s %s --help has examples and exit statuses, and ends with status 0",
  async (...args) => {
    const { status, stdout } = await run(...args.filter((arg) => arg !== undefined), "--help");
    expect(stdout).toMatch(/Examples:\n {2}\S/);
    expect(stdout).toMatch(/Exit status:/);
    expect(status).toBe(0);
  },
);

test("matrix --help names all that can be played, what is played if nobody asks, and what is no gate", async () => {
  const { stdout } = await run("matrix", "--help");
  const help = stdout.replace(/\s+/g, " ");
  for (const option of ["servers", "clients"]) {
    expect(help).toContain(
      `--${option} <names> of node, bun, deno, node@24, node@22, bun@1.3, deno@2.8, node-on-bun, node-on-deno: separated by commas; node, bun, deno if not given`,
    );
  }
  expect(help).toContain("Measured only: node@22, bun@1.3, deno@2.8, node-on-bun, node-on-deno.");
});

test("--version prints the version, and no command at all the help, with status 2", async () => {
  expect(await run("--version")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(await run()).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("Usage: anysock") });
});

test("--list prints the cases that would be played, and plays none", async () => {
  const { status, stdout } = await run("test", "server", url, "--only", "half-close", "--list");
  expect(status).toBe(0);
  expect(stdout.trim().split("\n").length).toBeGreaterThan(3);
  for (const line of stdout.trim().split("\n")) expect(line).toMatch(/^(MUST|SHOULD|MAY) +half-close\/\S+ +[A-Z-]+\d+/);
});

test("--list of an address has the cases of its family alone", async () => {
  const [four, six] = await Promise.all(
    ["tcp://127.0.0.1:9", "tcp://[::1]:9"].map((one) => run("test", "server", one, "--list")),
  );
  expect(four?.stdout).toContain(" isolation/held/512 ");
  expect(six?.stdout).toContain(" isolation/held/64 ");
  expect(six?.stdout).not.toContain(" isolation/held/512 ");
});

test.each([
  ["matrix", "--list"],
  ["test", "server", url, "--list"],
  ["explain", "ECHO-TCP-1"],
])("a reader of %s %s that goes away is no error, as in `| head -1`", async (...args) => {
  const program = anysock(...args.filter((arg) => arg !== undefined));
  program.child.stdout?.destroy();
  expect(await program.ended).toMatchObject({ status: 0, stderr: "" });
});

test("explain prints a requirement with its source and its cases, and a case with its requirements", async () => {
  const { status, stdout } = await run("explain", "echo-tcp-1");
  expect(status).toBe(0);
  expect(stdout).toContain("RFC 862");
  const [, id = ""] = /(echo\/\S+):/.exec(stdout) ?? [];
  expect((await run("explain", id)).stdout).toContain("ECHO-TCP-1");
  const folder = await run("explain", "write/bulk");
  expect(folder).toMatchObject({ status: 0, stdout: expect.stringContaining("write/bulk/server (MUST)") });
});
