/**
 * No runtime's types reach a public .d.ts: whoever imports a package needs no @types of a runtime that they do not use.
 *
 * Public is what a package's `exports` name as `types`, and every .d.ts that those reach by relative imports.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const runtimeTypes =
  /\b(?:Buffer|NodeJS|Bun|Deno)\b|(?:\bfrom|\bimport\(?)\s*["'](?:node:|bun[:"']|deno["'])|<reference\s+(?:types|lib|path)/;
/** The one purpose of @anysock/duplex is a class of `node:stream`, and of a runtime's types that is all that it may name. */
const exempt: readonly { readonly package: string; readonly line: RegExp }[] = [
  { package: "packages/duplex", line: /^import (?:type )?\{ (?:type )?Duplex \} from "node:stream";$/ },
];
const relativeImport = /(?:from|import|import\()\s*["'](\.[^"']*)["']/g;
const sourceExtension = /(?:\.d)?\.(?:ts|js)$/;

/** The text with every comment blanked out, except `/// <reference …>`; lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")).replace(/\/\/(?!\/\s*<).*/g, "");
}

/** Every value of a `types` condition, at any depth of `exports`. */
function typesOf(exports: unknown): string[] {
  if (typeof exports !== "object" || exports === null) return [];
  return Object.entries(exports).flatMap(([key, value]) => {
    if (key === "@anysock/source") return [];
    return key === "types" && typeof value === "string" ? [value] : typesOf(value);
  });
}

const found: string[] = [];
let files = 0;
for (const manifest of globSync(["packages/*/package.json", "conformance/package.json"], { cwd: root })) {
  const folder = resolve(root, dirname(manifest));
  const open = typesOf(JSON.parse(readFileSync(resolve(root, manifest), "utf8")).exports).map((types) =>
    resolve(folder, types),
  );
  // Grows while it is walked.
  for (const file of open) {
    files += 1;
    if (!existsSync(file)) {
      found.push(`${relative(root, file)}: missing, though ${manifest} exports it`);
      continue;
    }
    const text = withoutComments(readFileSync(file, "utf8"));
    for (const [index, line] of text.split("\n").entries()) {
      if (exempt.some((one) => one.package === dirname(manifest) && one.line.test(line))) continue;
      if (runtimeTypes.test(line)) found.push(`${relative(root, file)}:${index + 1}: ${line.trim()}`);
    }
    for (const [, specifier = ""] of text.matchAll(relativeImport)) {
      const next = resolve(dirname(file), specifier.replace(sourceExtension, ".d.ts"));
      if (!open.includes(next)) open.push(next);
    }
  }
}
for (const line of found) console.error(line);
process.exitCode = found.length === 0 && files > 0 ? 0 : 1;
