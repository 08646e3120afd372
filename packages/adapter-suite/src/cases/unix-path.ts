import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname } from "node:path";
import type { Connection, Listener } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { Setting } from "../setting.ts";
import { socketError } from "../socket-error.ts";

/** Starters that meet at one stale path. */
const STARTERS = 4;

function place(setting: Setting): { readonly path: string } {
  return setting.place() as { path: string };
}

/** Connected to by the raw peer, and accepted there. */
async function reached(setting: Setting, listener: Listener, at: { readonly path: string }): Promise<Connection> {
  const [connection] = await Promise.all([listener.accept(), setting.peer.connect(at)]);
  return setting.keep(connection);
}

/** What all of them have in common. */
const rule = { over: "streams", transports: ["unix"] } as const;

/** Paths of the file system: whose they are, and when they come and go. */
export const unixPathCases: readonly StreamCase[] = [
  {
    ...rule,
    id: "api/unix-path/gone-after-close",
    title: "a Unix path is there while somebody listens, and gone after close",
    verifies: ["UNIX-5"],
    convicts: "the path is left behind when the listener is closed (denoland/deno#16394)",
    async play(setting) {
      const at = place(setting);
      const listener = await setting.listen({}, at);
      expect(existsSync(at.path)).toBe(true);
      await listener.close();
      expect(existsSync(at.path)).toBe(false);
    },
  },
  {
    ...rule,
    id: "api/unix-path/stale",
    title: "a Unix path that a dead process left refuses connections and listeners, and stays",
    verifies: ["CONNECT-4", "UNIX-1"],
    convicts: "a path that is there already is unlinked without a question (denoland/deno#9052)",
    // The listeners of Node.js leave no path behind when they are closed.
    needs: ["python"],
    async play(setting) {
      const at = place(setting);
      await (await setting.peer.listen(at)).stop();
      await expect(setting.adapter.connect(at)).rejects.toMatchObject(socketError("ECONNREFUSED"));
      await expect(setting.adapter.listen(at)).rejects.toMatchObject(socketError("EADDRINUSE"));
      expect(existsSync(at.path)).toBe(true);
    },
  },
  {
    ...rule,
    id: "api/unix-path/stale-replaced",
    title: "a Unix path that a dead process left is replaced when that was asked for",
    verifies: ["UNIX-2"],
    convicts: "unlinkStale is ignored",
    capabilities: ["option:unlinkStale"],
    needs: ["python"],
    async play(setting) {
      const at = place(setting);
      await (await setting.peer.listen(at)).stop();
      const listener = await setting.listen({ unlinkStale: true }, at);
      await reached(setting, listener, at);
    },
  },
  {
    ...rule,
    id: "api/unix-path/live",
    title: "a Unix path that is live is never replaced",
    verifies: ["UNIX-3"],
    convicts: "unlinkStale unlinks whatever is there, and takes the path from a process that listens on it",
    async play(setting) {
      const live = await setting.peer.listen(setting.place());
      const options = setting.supports("option:unlinkStale") ? { unlinkStale: true } : {};
      await expect(setting.adapter.listen(live.address, options)).rejects.toMatchObject(socketError("EADDRINUSE"));
      const [connection] = await Promise.all([setting.adapter.connect(live.address), live.accept()]);
      setting.keep(connection);
      await live.stop();
    },
  },
  {
    ...rule,
    id: "api/unix-path/no-socket",
    title: "a path that is no socket is never replaced",
    verifies: ["UNIX-4"],
    convicts: "unlinkStale removes a file of the user's that is no socket",
    async play(setting) {
      const at = place(setting);
      writeFileSync(at.path, "");
      const options = setting.supports("option:unlinkStale") ? { unlinkStale: true } : {};
      await expect(setting.adapter.listen(at, options)).rejects.toMatchObject(socketError("EADDRINUSE"));
      expect(existsSync(at.path)).toBe(true);
    },
  },
  {
    ...rule,
    id: "api/unix-path/too-long",
    title: "a path of 108 bytes is ENAMETOOLONG",
    verifies: ["UNIX-8"],
    convicts: "a path that is too long is cut to what fits, and listened on there",
    async play(setting) {
      const path = `/tmp/${"a".repeat(103)}`;
      await expect(setting.adapter.listen({ path })).rejects.toMatchObject(socketError("ENAMETOOLONG"));
      await expect(setting.adapter.connect({ path })).rejects.toMatchObject(socketError("ENAMETOOLONG"));
    },
  },
  {
    ...rule,
    id: "api/unix-path/not-there",
    title: "a path in a folder that is not there is ENOENT, through a file ENOTDIR",
    verifies: ["UNIX-10"],
    convicts: "a folder that is not there is EACCES, as Node.js says, or a code that is no other runtime's",
    async play(setting) {
      const { path } = place(setting);
      await expect(setting.adapter.listen({ path: `${path}/x.sock` })).rejects.toMatchObject(socketError("ENOENT"));
      writeFileSync(path, "");
      await expect(setting.adapter.listen({ path: `${path}/x.sock` })).rejects.toMatchObject(socketError("ENOTDIR"));
      await expect(setting.adapter.connect({ path: `${path}/x.sock` })).rejects.toMatchObject(socketError("ENOTDIR"));
    },
  },
  // The other who binds at a bad moment. File systems such as ext4 give its file the inode that has just become free.
  {
    ...rule,
    id: "api/unix-path/next-listener",
    title: "a Unix path is the next listener's, where that binds before the close of the last has settled",
    verifies: ["UNIX-5", "UNIX-6"],
    convicts: "close() unlinks what the next listener has just bound",
    async play(setting) {
      const at = place(setting);
      const last = await setting.listen({}, at);
      const closing = last.close();
      const next = await setting.listen({}, at);
      await closing;
      await reached(setting, next, at);
      await next.close();
      expect(existsSync(at.path)).toBe(false);
    },
  },
  {
    ...rule,
    id: "api/unix-path/somebody-else",
    title: "a Unix path stays somebody else's, who has bound it before the close has settled",
    verifies: ["UNIX-6"],
    convicts: "close() unlinks the path by its name, whoever has it by then",
    async play(setting) {
      const at = place(setting);
      const listener = await setting.listen({}, at);
      const closing = listener.close();
      // The runtime's own sockets bind within the call, and so before anything else in this process has its turn.
      const other = createServer((socket) => socket.destroy()).listen(at.path);
      const bound = once(other, "listening");
      await Promise.all([closing, bound]);
      expect(existsSync(at.path)).toBe(true);
      await setting.peer.connect(at);
      other.close();
      await once(other, "close");
    },
  },
  {
    ...rule,
    id: "api/unix-path/stale-race",
    title: `a stale Unix path goes to one of ${STARTERS} who would replace it, and that one can be reached`,
    verifies: ["UNIX-2", "UNIX-3"],
    convicts: "who looks and then unlinks takes away the path that another one has bound in between",
    capabilities: ["option:unlinkStale"],
    needs: ["python"],
    async play(setting) {
      for (let round = 0; round < 10; round++) await race(setting, round);
    },
  },
];

async function race(setting: Setting, round: number): Promise<void> {
  const at = place(setting);
  await (await setting.peer.listen(at)).stop();
  // Each a little later in what the one before it does, and in every round by more.
  const start = async (order: number): Promise<Listener> => {
    for (let turn = 0; turn < order * round; turn++) await null;
    return setting.adapter.listen(at, { unlinkStale: true });
  };
  const settled = await Promise.allSettled(Array.from({ length: STARTERS }, (_, order) => start(order)));
  const refused = settled.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
  const listeners = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const reaching = listeners.length === 1 ? await Promise.all(listeners.map((one) => reached(setting, one, at))) : [];
  await Promise.all(listeners.map((listener) => listener.close()));
  expect(refused).toEqual(Array(STARTERS - 1).fill("EADDRINUSE"));
  expect(reaching).toHaveLength(1);
  // Nor is anything left of how it was done.
  const left = readdirSync(dirname(at.path)).filter((name) => name.startsWith(basename(at.path)));
  expect(left).toEqual([]);
}
