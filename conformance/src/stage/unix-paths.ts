import { rmSync } from "node:fs";
import { lstat, rename, unlink, writeFile } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import type { UnixPaths } from "@anysock/protocol-spec";
import { makeSocketFolder } from "./socket-folder.ts";

/** A folder of the stage's own, made when the first path is asked for. */
export class StagePaths implements UnixPaths {
  #folder: string | null = null;
  #count = 0;

  /** `unix:/…`, with nothing there. */
  fresh(): string {
    this.#folder ??= makeSocketFolder();
    return `unix:${join(this.#folder, `${++this.#count}.sock`)}`;
  }

  async stale(): Promise<string> {
    const address = this.fresh();
    const path = pathOf(address);
    // Node removes the name that it has bound when it closes: so it binds another one.
    const bound = `${path}.bound`;
    const server = net.createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(bound, resolve));
    await rename(bound, path);
    await new Promise((resolve) => server.close(resolve));
    return address;
  }

  async regularFile(): Promise<string> {
    const address = this.fresh();
    await writeFile(pathOf(address), "no socket\n");
    return address;
  }

  async kindOf(address: string): Promise<"nothing" | "socket" | "file"> {
    try {
      return (await lstat(pathOf(address))).isSocket() ? "socket" : "file";
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "nothing";
      throw error;
    }
  }

  async remove(address: string): Promise<void> {
    await unlink(pathOf(address));
  }

  dispose(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }
}

function pathOf(address: string): string {
  return address.slice("unix:".length);
}
