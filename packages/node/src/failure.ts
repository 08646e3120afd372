import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf, Failure, isSocketErrorCode, nameFailure } from "@anysock/core";

/** What Node calls by names of its own. */
const renamed: Readonly<Record<string, "EPIPE" | "ENOTFOUND" | "ECONNABORTED">> = {
  ENODATA: "ENOTFOUND",
  ERR_STREAM_DESTROYED: "ECONNABORTED",
  ERR_STREAM_PREMATURE_CLOSE: "ECONNABORTED",
  ERR_STREAM_WRITE_AFTER_END: "EPIPE",
};

/** A failure in anysock's words. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  if (isSocketErrorCode(code)) return new Failure(code, error);
  return nameFailure(code, error) ?? new Failure((code === undefined ? undefined : renamed[code]) ?? "EIO", error);
}

/** Binding below a folder that is not there is EACCES on Node, and ENOENT by bind(2): the folder itself tells. */
export function pathFailureOf(error: unknown, path: string): Failure {
  if (path.startsWith("\0")) return failureOf(error);
  try {
    lstatSync(dirname(path));
  } catch (folder) {
    return failureOf(folder);
  }
  return failureOf(error);
}
