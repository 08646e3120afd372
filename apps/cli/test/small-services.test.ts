import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { anysockUnder, hasPython, Program } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const client = fileURLToPath(new URL("./small-services.py", import.meta.url));
/** From 1900, where RFC 868 begins, to 1970. */
const FROM_1900 = 2_208_988_800;

describe.skipIf(!hasPython).each(["node", "bun", "deno"] as const)(
  "a plain client of anysock serve under %s",
  (runtime) => {
    /** What a client in Python saw, and how the server ended behind it. */
    async function seenOf(service: string): Promise<Readonly<Record<string, string>>> {
      const server = anysockUnder(runtime, "serve", "--service", service, "--drain", "0");
      const [, port] = await server.says(/^READY tcp 127\.0\.0\.1:(\d+)\nREADY\n/);
      const python = new Program("python3", [client, service, String(port), String(server.pid)]);
      onTestFinished(() => void python.child.kill());
      const { stdout, stderr } = await python.ended;
      expect(stderr).toBe("");
      server.child.kill("SIGTERM");
      const ended = await server.ended;
      expect(ended.status).toBe(0);
      expect(ended.stderr).toContain(`${service} under ${runtime}`);
      return JSON.parse(stdout);
    }

    test("chargen sends the popular pattern and takes everything, until its careful close or its rude abort", async () => {
      expect(await seenOf("chargen")).toEqual({
        first: " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n",
        goesOn: true,
        same: true,
        endsWithLine: true,
        beside: true,
        grewByLess: true,
        resumed: true,
        afterResets: ' !"',
      });
    });

    test("chargen is reset where it still goes on at the end of the drain, and that is no failure of the server", async () => {
      const server = anysockUnder(runtime, "serve", "--service", "chargen", "--drain", "0");
      const [, port] = await server.says(/^READY tcp 127\.0\.0\.1:(\d+)\nREADY\n/);
      const socket = connect(Number(port), "127.0.0.1");
      await once(socket, "data");
      const broken = once(socket.pause(), "error");
      server.child.kill("SIGTERM");
      const { status, stderr } = await server.ended;
      expect(stderr).toMatch(/\nanysock: clients that had not finished after 0 s were reset\n$/);
      expect(status).toBe(0);
      socket.resume();
      expect(await broken).toMatchObject([{ code: "ECONNRESET" }]);
    });

    test("daytime tells it a line and ends, whether it says something or not", async () => {
      const { silent = "", chatty = "" } = await seenOf("daytime");
      for (const line of [silent, chatty]) {
        expect(line).toMatch(/^[A-Z][a-z]+day, [A-Z][a-z]+ \d{1,2}, \d{4} \d\d:\d\d:\d\d-UTC\r\n$/);
        expect(Math.abs(Date.parse(line.replace("-", " ")) - Date.now())).toBeLessThan(60_000);
      }
    });

    test("time tells it four bytes and ends, whether it says something or not", async () => {
      const { silent = "", chatty = "" } = await seenOf("time");
      for (const told of [silent, chatty]) {
        const bytes = Buffer.from(told, "latin1");
        expect(bytes).toHaveLength(4);
        expect(Math.abs(bytes.readUInt32BE() - FROM_1900 - Date.now() / 1000)).toBeLessThan(60);
      }
    });
  },
);
