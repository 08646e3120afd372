import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../node_modules/.bin/node", import.meta.url));
const isNode = !("Bun" in globalThis || "Deno" in globalThis);

/** What plain `node:net` of Node.js is run with, whatever runtime this is: this one, that of the repository, or that of `PATH`. */
export const nodeBinary: string = isNode ? process.execPath : existsSync(repository) ? repository : "node";
