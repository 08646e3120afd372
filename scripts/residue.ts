/**
 * What a tarball of a public package holds that nobody who installs it needs, or that no source stands behind any more. The zoo is
 * for those who write cases: its wrong servers stay in the repository, and what starts them would find none.
 */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

const wanted = /^package\/(?:package\.json|LICENSE|README\.md|CHANGELOG\.md|(?:bin|dist|peers|src|schema)\/.+)$/;
const unwanted = /\.tsbuildinfo$|\.test\.ts$|(?:^|\/)(?:test|zoo|node_modules|\.turbo|reports)\//;
const built = /^package\/dist\/(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/;

export async function residueIn(tarball: Buffer): Promise<string[]> {
  const tar = spawn("tar", ["-tz"], { stdio: ["pipe", "pipe", "inherit"] });
  tar.stdin.end(tarball);
  const files = (await text(tar.stdout)).split("\n").filter(Boolean);
  if (!files.includes("package/LICENSE")) return ["LICENSE is missing"];
  return files.filter((file) => {
    const source = built.exec(file)?.[1];
    const stale = source !== undefined && !files.includes(`package/src/${source}.ts`);
    return stale || unwanted.test(file) || !wanted.test(file);
  });
}
