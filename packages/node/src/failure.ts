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
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (isSocketErrorCode(code)) return new Failure(code, error);
  return nameFailure(code, error) ?? new Failure((code === undefined ? undefined : renamed[code]) ?? "EIO", error);
}

/** setTypeOfService goes by the socket's family, and IPV6_TCLASS has no effect on packets of IPv4. */
export function mappedFailure(): Failure {
  const detail = `node ${process.versions.node} sets no trafficClass between IPv4-mapped addresses: use the IPv4 address itself, or ipv6Only`;
  return new Failure("ENOTSUP", undefined, detail);
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
