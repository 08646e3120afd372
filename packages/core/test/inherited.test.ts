import {
  type Address,
  createSockets,
  Failure,
  type InheritedDriver,
  type InheritedSocket,
  type ListenOptions,
} from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver, FakeListener } from "./fake-driver.ts";
import { failure, thrown } from "./sentences.ts";

const TCP: Address = { family: "ipv4", host: "127.0.0.1", port: 7 };

/** A driver that has been handed a socket as descriptor 3, in an environment. */
class Heir extends FakeDriver {
  readonly taken: [number, object][] = [];
  readonly environment: { pid: () => number; variable: (name: string) => string | undefined };
  readonly inherited: InheritedDriver;

  constructor(variables: Readonly<Record<string, string>> = {}, listening: Address = TCP) {
    super();
    this.environment = { pid: () => 42, variable: (name) => variables[name] };
    this.inherited = {
      address: (fd) => {
        if (fd !== 3) throw new Failure("EINVAL", undefined, `descriptor ${fd} is no stream socket that listens`);
        return listening;
      },
      listen: async (fd, options, events) => {
        this.taken.push([fd, options]);
        const at = listening.family === "unix" ? { family: "unix" as const, path: listening.path ?? "" } : listening;
        return new FakeListener(at, options, events, true);
      },
    };
  }
}

describe("inherited()", () => {
  test.each<[string, Record<string, string>, readonly InheritedSocket[]]>([
    ["nothing is said", {}, []],
    ["they are another process's", { LISTEN_PID: "43", LISTEN_FDS: "2" }, []],
    ["the process is not said", { LISTEN_FDS: "2" }, []],
    ["there are none", { LISTEN_PID: "42", LISTEN_FDS: "0" }, []],
    [
      "some have names",
      { LISTEN_PID: "42", LISTEN_FDS: "3", LISTEN_FDNAMES: "http:control" },
      [
        { fd: 3, name: "http" },
        { fd: 4, name: "control" },
        { fd: 5, name: null },
      ],
    ],
  ])("is by sd_listen_fds(3) where %s", (_, variables, expected) => {
    expect(createSockets(new Heir(variables)).inherited()).toEqual(expected);
    // Without an environment there is nothing to look at.
    expect(createSockets(new FakeDriver()).inherited()).toEqual([]);
  });

  test.each(["", "two", "-1", "1.5", "65537", "9".repeat(9), "9".repeat(10)])(
    "is EINVAL where LISTEN_FDS is %j",
    (count) => {
      const { inherited } = createSockets(new Heir({ LISTEN_PID: "42", LISTEN_FDS: count }));
      const error = thrown(() => inherited());
      expect(error).toMatchObject({ code: "EINVAL", operation: "inherited" });
      expect(String(error)).toContain("LISTEN_FDS");
    },
  );

  test("is the failure of a driver that may not look", () => {
    const driver = new FakeDriver();
    const variable = (): never => {
      throw new Failure("EPERM", undefined, "run it with --allow-env");
    };
    const { inherited } = createSockets(Object.assign(driver, { environment: { pid: () => 42, variable } }));
    expect(thrown(() => inherited())).toMatchObject({ code: "EPERM", operation: "inherited" });
  });
});

describe("listen({ fd })", () => {
  test("takes a socket as inherited() gives it, and its options", async () => {
    const driver = new Heir({ LISTEN_PID: "42", LISTEN_FDS: "1" });
    const { listen, inherited } = createSockets(driver);
    const listener = await listen(inherited()[0] as InheritedSocket, { backlog: 5, keepAlive: true, trafficClass: 8 });
    expect(listener.address).toEqual(TCP);
    expect(driver.taken).toMatchObject([[3, { backlog: 5, keepAlive: true, trafficClass: 8 }]]);
  });

  test.each<[unknown, string]>([
    [{ fd: -1 }, "fd -1"],
    [{ fd: 1.5 }, "fd 1.5"],
    [{ fd: "3" }, 'fd "3"'],
    [{ fd: 2 ** 31 }, "fd 2147483648"],
    [{ fd: undefined }, "fd undefined"],
    [{ fd: 3, port: 7 }, "no port"],
    [{ fd: 4 }, "descriptor 4"],
  ])("of %j is EINVAL, and takes nothing", async (at, names) => {
    const driver = new Heir();
    const error = await failure(createSockets(driver).listen(at as InheritedSocket));
    expect(error).toMatchObject({ code: "EINVAL", operation: "listen" });
    expect(error.message).toContain(names);
    expect(driver.taken).toEqual([]);
  });

  test.each<[string, ListenOptions]>([
    ["ipv6Only", { ipv6Only: true }],
    ["reusePort", { reusePort: true }],
    ["reuseAddress", { reuseAddress: true }],
    ["reuseAddress", { reuseAddress: false }],
    ["mode", { mode: 0 }],
    ["unlinkStale", { unlinkStale: true }],
  ])("with %s, which acts where an address is bound, is EINVAL", async (name, options) => {
    const driver = new Heir();
    const error = await failure(createSockets(driver).listen({ fd: 3 }, options));
    expect(error).toMatchObject({ code: "EINVAL", operation: "listen" });
    expect(error.message).toContain(name);
    expect(driver.taken).toEqual([]);
  });

  test.each<[string, ListenOptions, string]>([
    ["an option that cannot be", { backlog: 0 }, "backlog 0 is not an integer"],
    ["a wait that cannot be", { timeout: -1 }, "timeout -1 is not a number"],
  ])("is not looked at with %s", async (_what, options, says) => {
    const driver = new Heir();
    driver.inherited.address = () => {
      throw new Failure("EIO", undefined, "it was looked at");
    };
    const error = await failure(createSockets(driver).listen({ fd: 3 }, options));
    expect(error).toMatchObject({ code: "EINVAL", operation: "listen" });
    expect(error.message).toContain(says);
  });

  test("checks options by where the socket is bound: none of TCP on a Unix path", async () => {
    const driver = new Heir({}, { family: "unix", path: "/a" });
    const error = await failure(createSockets(driver).listen({ fd: 3 }, { keepAlive: true }));
    expect(error).toMatchObject({ code: "EINVAL" });
    expect(error.message).toContain("keepAlive has an effect on TCP only");
    expect(driver.taken).toEqual([]);
  });

  test("is ENOTSUP where the runtime takes over no descriptor", async () => {
    const driver = new FakeDriver();
    driver.remedies = { "listen:fd": "run it with --flag" };
    const error = await failure(createSockets(driver).listen({ fd: 3 }));
    expect(error).toMatchObject({ code: "ENOTSUP", operation: "listen" });
    expect(error.message).toContain("listen:fd");
    expect(error.message).toContain("run it with --flag");
  });

  test("is given to nobody's connect", async () => {
    const { connect } = createSockets(new Heir());
    expect(await failure(connect({ fd: 3 } as never))).toMatchObject({ code: "EINVAL", operation: "connect" });
  });
});
