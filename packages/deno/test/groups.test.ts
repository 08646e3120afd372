import { supports } from "@anysock/deno";
import { describe, expect, test } from "vitest";
import { hasNetwork, Program } from "./program.ts";
import { hasPython, noPython } from "./python.ts";

const groups = new URL("./programs/groups.ts", import.meta.url);

/** Why there is nothing to test: a title's ending. */
const lack = hasNetwork ? noPython : " (no network of one's own may be made here)";
const noLibrary = supports.has("udp:multicast-ttl") ? "" : " (no permission for FFI)";

const native = { before: [], joined: ["joined by one"], left: [] };
const withLibrary = { onTwo: ["joined by two"], fromSource: ["own by one"], none: [] };

const zoned = "fe80::1%one";
const zones = [zoned, zoned, zoned, expect.stringMatching(/EINVAL .*three is no interface here/)];

async function found(family: string, flags: readonly string[]): Promise<Record<string, unknown>> {
  const program = new Program(groups, { args: [family], flags: ["--unstable-net", ...flags], network: true });
  const line = await program.line();
  expect(await program.end()).toEqual({ code: 0, stderr: "" });
  return JSON.parse(line ?? "");
}

/** Each of these runs in a network of its own with two interfaces, and with Python as the other member. */
describe.skipIf(lack !== "" || !hasPython)(`groups, broadcast and zones on Deno${lack}`, () => {
  describe.each(["ipv4", "ipv6"])("of %s", (family) => {
    test("without the library are joined and left, and what is sent to them is looped", async () => {
      expect(await found(family, ["--allow-net", "--allow-run", "--allow-read"])).toEqual({
        received: native,
        // A datagram and its TTL.
        sent: { default: ["by default", 1] },
        ...(family === "ipv4" ? { broadcast: ["by default", "set", "unset"] } : { zones }),
      });
    });

    test.skipIf(noLibrary !== "")(
      `with it have an interface, a source, a TTL from 0 to 255 and a loop${noLibrary}`,
      async () => {
        expect(await found(family, ["--allow-all"])).toEqual({
          received: { ...native, ...withLibrary },
          sent: {
            default: ["by default", 1],
            "ttl 0": ["ttl", 0],
            "ttl 1": ["ttl", 1],
            "ttl 255": ["ttl", 255],
            ...(family === "ipv6" ? { "ttl over IPv4": ["ttl", 77] } : {}),
            two: ["by two", 255],
            "not looped": "BlockingIOError",
            one: ["looped", 255],
            "no interface": expect.stringMatching(/EINVAL .*three is no interface here/),
          },
          ...(family === "ipv4" ? { broadcast: ["EACCES", "set", "EACCES"] } : { zones }),
        });
      },
    );
  });
});
