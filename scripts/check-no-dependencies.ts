/** The API packages are installed into other people's programs, so they depend on nothing outside this project. */
import { readFileSync } from "node:fs";
import process from "node:process";

const dependencyFields = ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"];
/** What they are tested with, which is allowed to them there: "turbo boundaries" makes no difference. */
const forTests = ["@anysock/adapter-suite", "@anysock/protocol-spec"];
let found = 0;

for (const folder of ["core", "node", "bun", "deno", "framing", "duplex"]) {
  const file = `packages/${folder}/package.json`;
  const manifest = JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"));
  for (const field of dependencyFields) {
    for (const name of Object.keys(manifest[field] ?? {})) {
      if (name.startsWith("@anysock/") && !forTests.includes(name)) continue;
      const why = forTests.includes(name) ? "for tests alone" : "not part of this project";
      console.error(`${file}: ${field} names ${name}, which is ${why}`);
      found += 1;
    }
  }
}

process.exitCode = found === 0 ? 0 : 1;
