import { randomBytes } from "node:crypto";
import { linkSync, lstatSync, statSync, unlinkSync } from "node:fs";
import net from "node:net";
import { dirname, join } from "node:path";
import { AgentFailure, codeOf } from "./sockets.ts";

/**
 * Binds a Unix path without ever touching somebody else's file.
 *
 * Node removes the path that it has bound when it closes, whoever owns it by then, and reports a missing folder as EACCES.
 * So the socket is bound to a name of its own beside the path and linked to it: link(2) fails where something is there.
 */
export class RawUnixPath {
  readonly path: string;
  /** What Node binds, and removes at its end. */
  readonly own: string;
  identity = "";

  constructor(path: string) {
    const folder = dirname(path);
    // Throws ENOENT or ENOTDIR in the system's own words.
    if (!statSync(folder).isDirectory()) throw new AgentFailure("ENOTDIR", `${folder} is not a folder`);
    this.path = path;
    this.own = join(folder, `.${randomBytes(4).toString("hex")}`);
  }

  /** Once `own` listens. */
  async publish(unlinkStale: boolean): Promise<void> {
    this.identity = identityOf(this.own);
    try {
      linkSync(this.own, this.path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      if (!unlinkStale || !(await isStale(this.path))) {
        throw new AgentFailure("EADDRINUSE", `something is at ${this.path} already`);
      }
      unlinkSync(this.path);
      linkSync(this.own, this.path);
    }
    unlinkSync(this.own);
  }

  remove(): void {
    if (identityOf(this.path) === this.identity) unlinkSync(this.path);
  }
}

function identityOf(path: string): string {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status === undefined ? "nothing" : `${status.dev}:${status.ino}`;
}

/** A socket file on which nobody listens. A listener whose queue is full answers EAGAIN, and is alive. */
async function isStale(path: string): Promise<boolean> {
  if (!lstatSync(path).isSocket()) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = net.connect({ path });
  probe.once("connect", () => resolve(false));
  probe.once("error", (error) => resolve(codeOf(error) === "ECONNREFUSED"));
  const stale = await promise;
  probe.destroy();
  return stale;
}
