import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { noSs, queueOf } from "./listener-queue.ts";
import type { Setting } from "./setting.ts";

const launcher = fileURLToPath(new URL("../peers/inherited-launcher.py", import.meta.url));

/** What comes back of a message and a FIN. */
async function echoed(
  to: { readonly port: number; readonly host: string } | { readonly path: string },
): Promise<string> {
  const socket = connect(to);
  socket.end("hello");
  let text = "";
  socket.on("data", (data: Uint8Array) => {
    text += data;
  });
  await once(socket, "close");
  return text;
}

function lines(stream: ChildProcess["stdout"]): () => Promise<string> {
  if (stream === null) throw new Error("its output is a pipe");
  const all = createInterface({ input: stream })[Symbol.asyncIterator]();
  return async () => (await all.next()).value as string;
}

/** Sockets that whoever starts a process has bound and handed over, as a systemd socket unit does (sd_listen_fds(3)). */
export function inheritedSuite(setting: Setting): void {
  const lack = setting.lack("listen:fd");
  const why = lack === "" ? noSs : lack;

  describe.skipIf(why !== "")(`a process that is handed sockets${why}`, () => {
    test("serves on them, with its own backlog, and leaves the path to who has bound it", async () => {
      const { path } = setting.place() as { path: string };
      const command = setting.command("inherited-program");
      const child = spawn("python3", [launcher, path, ...command], { stdio: ["ignore", "pipe", "pipe"] });
      onTestFinished(() => void child.kill("SIGKILL"));
      const said = lines(child.stdout);
      const port = Number(await lines(child.stderr)());
      expect(JSON.parse(await said())).toEqual([
        { fd: 3, name: "web" },
        { fd: 4, name: "control" },
      ]);
      expect(await said()).toBe("EINVAL EINVAL");
      expect(JSON.parse(await said())).toEqual([
        { family: "ipv4", host: "127.0.0.1", port },
        { family: "unix", path },
      ]);
      expect(queueOf({ family: "ipv4", host: "127.0.0.1", port }).backlog).toBe(3);
      expect(await Promise.all([echoed({ host: "127.0.0.1", port }), echoed({ path })])).toEqual(["hello", "hello"]);
      expect(await said()).toBe("closed");
      expect(existsSync(path)).toBe(true);
      expect(await once(child, "close")).toEqual([0, null]);
    });
  });

  if (lack !== "") {
    test(`{ fd } is ENOTSUP, which says why${lack}`, async () => {
      const refused = await setting.adapter.listen({ fd: 0 }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "ENOTSUP", message: expect.stringContaining("listen:fd") });
    });
  }
}
