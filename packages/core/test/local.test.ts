import { createSockets } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver } from "./fake-driver.ts";
import { failure } from "./sentences.ts";

describe("where a connection comes from", () => {
  test("is told to the driver, with port 0 where there is none", async () => {
    const driver = new FakeDriver();
    const { connect } = createSockets(driver);
    await connect({ host: "127.0.0.1", port: 7 }, { local: { host: "127.0.0.2" } });
    await connect({ host: "127.0.0.1", port: 7 }, { local: { port: 5 } });
    await connect({ host: "127.0.0.1", port: 7 });
    expect(driver.attempts.map(({ options }) => options.local)).toEqual([
      { host: "127.0.0.2", port: 0 },
      { host: undefined, port: 5 },
      undefined,
    ]);
  });

  test("chooses among the addresses of a name those of its family", async () => {
    const driver = new FakeDriver();
    driver.names.set("both.example", [
      { family: "ipv6", host: "2001:db8::6" },
      { family: "ipv4", host: "192.0.2.4" },
    ]);
    const { connect } = createSockets(driver);
    await connect({ host: "both.example", port: 7 }, { local: { host: "127.0.0.2" } });
    await connect({ host: "both.example", port: 7 }, { local: { host: "::1" } });
    expect(driver.attempts.map(({ to }) => to.family)).toEqual(["ipv4", "ipv6"]);
  });

  test("of another family than any address of the peer is EINVAL, and nothing is tried", async () => {
    const driver = new FakeDriver();
    const error = await failure(
      createSockets(driver).connect({ host: "::1", port: 7 }, { local: { host: "127.0.0.2" } }),
    );
    expect(error).toMatchObject({ code: "EINVAL", operation: "connect" });
    expect(error.message).toContain("127.0.0.2");
    expect(driver.attempts).toEqual([]);
  });

  test("on a Unix path is EINVAL", async () => {
    const driver = new FakeDriver();
    const error = await failure(createSockets(driver).connect({ path: "/a" }, { local: { port: 5 } }));
    expect(error).toMatchObject({ code: "EINVAL" });
    expect(error.message).toContain("local has an effect on TCP only");
  });
});
