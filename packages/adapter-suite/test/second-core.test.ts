import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiCases } from "../src/catalogue.ts";
import { linesOf, rightAdapters, verdictsOf } from "./inside.ts";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "anysock-second-core-")));

/** The adapter of Node.js, as it is installed with a copy of core that is not the suite's. */
const installed = join(folder, "node");
const NAMES = "connect, listen, bind, supports, runtime, driver";

/** What is said before it is looked at. */
const imported = [{ type: "importing" }, { type: "imported" }];

const isNode = !("Bun" in globalThis || "Deno" in globalThis);
const why = isNode ? "" : " (its adapter is that of Node.js, whose tests play it)";

beforeAll(() => {
  for (const name of ["core", "node"]) {
    cpSync(join(packages, name, "src"), join(folder, name, "src"), { recursive: true });
    cpSync(join(packages, name, "package.json"), join(folder, name, "package.json"));
  }
  mkdirSync(join(installed, "node_modules/@anysock"), { recursive: true });
  symlinkSync("../../../core", join(installed, "node_modules/@anysock/core"));
  writeFileSync(join(installed, "src/six.ts"), `export { ${NAMES} } from "./index.ts";\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A module of the installed adapter, or beside it. */
function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}

/** What looks at an error, or hands core what the adapter has made: a case, or some of a kind. */
const looking = [
  ...apiCases.filter(({ id }) => /^api\/(datagram|refusal\/(connect\/port|pipe|serve|createSockets))/.test(id)),
  ...apiCases.filter(({ id }) => /^api\/(address\/no-such-zone|inherited|attempts\/all-refuse)/.test(id)),
].map(({ id }) => id);
const ids = [...looking, "api/order/handler-fails", "api/option/fd/effect", "api/process/ends/drain", "api/shortage"];
const transports = ["tcp4", "tcp6", "unix", "udp4"] as const;

describe.skipIf(!isNode)(`a right adapter with a copy of core of its own${why}`, { timeout: 120_000 }, () => {
  test.each(["index", "six"])("passes, by src/%s.ts", async (name) => {
    const url = pathToFileURL(join(installed, `src/${name}.ts`)).href;
    const { lines, printed } = await linesOf(url, { ids, transports });
    const failed = [...verdictsOf(lines)].filter(([, failure]) => failure !== null);
    expect(failed, printed).toEqual([]);
    expect(lines.at(-1)).toEqual({ type: "end" });
    expect(verdictsOf(lines).size).toBeGreaterThan(100);
  });
});

test.skipIf(!isNode)(
  "six exports are an adapter, whatever else it could have exported",
  { timeout: 60_000 },
  async () => {
    const url = written("right.ts", `export { ${NAMES} } from ${JSON.stringify(rightAdapters[0])};\n`);
    const chosen = { ids: ["api/inherited/blocking", "api/inherited/failed", "api/option/fd/effect"] };
    const { lines, printed } = await linesOf(url, chosen);
    expect([...verdictsOf(lines).values()], printed).toEqual([null, null, null]);
  },
);

describe.skipIf(!isNode)("what is no adapter is told so in a sentence", { timeout: 60_000 }, () => {
  const all = `import * as right from ${JSON.stringify(rightAdapters[0])};\n`;
  const but = (name: string): string =>
    `export const { ${NAMES.split(", ")
      .filter((one) => one !== name)
      .join(", ")} } = right;\n`;

  test.each([
    ["supports", "[...right.supports]", "its supports is an array; expected a Set of capabilities"],
    ["runtime", "null", "its runtime is null; expected { name, version }"],
    ["runtime", '{ name: "node" }', "its runtime is an object with name; expected { name, version }"],
    ["driver", "null", "its driver is null; expected the Driver that createSockets() takes"],
    ["driver", "{}", "its driver is an object without properties; expected the Driver that createSockets() takes"],
    ["connect", '"connect"', "its connect is a string; expected a function"],
  ])("%s as %s", async (name, value, told) => {
    const url = written("wrong.ts", `${all}${but(name)}export const ${name} = ${value};\n`);
    expect((await linesOf(url, { ids: ["api/close/twice"] })).lines).toEqual([
      ...imported,
      { type: "refused", why: told },
    ]);
  });

  test("where its core is nowhere to be found", async () => {
    const second = JSON.stringify(pathToFileURL(join(installed, "src/index.ts")).href);
    const url = written("elsewhere.ts", `export { ${NAMES} } from ${second};\n`);
    const { lines } = await linesOf(url, { ids: ["api/close/twice"] });
    expect(lines).toEqual([
      ...imported,
      { type: "refused", why: expect.stringContaining('export * from "@anysock/core"') },
    ]);
  });
});
