import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect } from "../../expect.ts";
import { queueOf } from "../../listener-queue.ts";
import type { Effects } from "./looked-at.ts";

const launcher = fileURLToPath(new URL("../../../peers/inherited-launcher.py", import.meta.url));

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

/** Sockets that whoever starts a process has bound and handed over, as a systemd socket unit does (sd_listen_fds(3)). */
export const inheritedEffects: Effects<"fd"> = {
  fd: {
    requirement: "OPTION-15",
    title: "a process serves on the sockets that it is handed, with its own backlog, and leaves their path alone",
    convicts: "{ fd } listens somewhere else, as Deno's own does, or unlinks the path of who has bound it",
    transports: ["unix"],
    needs: ["python", "ss"],
    async play(setting) {
      const { path } = setting.place() as { path: string };
      const serving = setting.start(["python3", launcher, path, ...setting.command("inherited-program")]);
      const port = Number(await serving.error());
      expect(JSON.parse(await serving.line())).toEqual([
        { fd: 3, name: "web" },
        { fd: 4, name: "control" },
      ]);
      expect(await serving.line()).toBe("EINVAL EINVAL");
      expect(JSON.parse(await serving.line())).toEqual([
        { family: "ipv4", host: "127.0.0.1", port },
        { family: "unix", path },
      ]);
      expect(queueOf({ family: "ipv4", host: "127.0.0.1", port }).backlog).toBe(3);
      expect(await Promise.all([echoed({ host: "127.0.0.1", port }), echoed({ path })])).toEqual(["hello", "hello"]);
      expect(await serving.line()).toBe("closed");
      expect(existsSync(path)).toBe(true);
      expect(await serving.ended).toMatchObject({ status: 0 });
    },
  },
};
