import type { Answer } from "./answers.ts";
import type { Pending } from "./state.ts";

/** `gave 10 bytes, then the end`. */
export function answerWords(op: Pending["op"], { code, count = 0, end, isWrong, delivered, ended }: Answer): string {
  if (op === "read" || op === "glance") {
    const gave = `${count} bytes${end === true ? ", then the end" : ""}`;
    const told = code === null ? `gave ${gave}` : count === 0 ? code : `gave ${gave}, then ${code}`;
    return isWrong === true ? `${told}, which are not what was written` : told;
  }
  if (code !== null) return code;
  if (op === "close") return delivered === true ? "closed: true" : "closed: false";
  if (op === "closed") return ended === null ? "in good order" : `by ${ended}`;
  return "done";
}

const codes = ["ECONNRESET", "EPIPE", "ECLOSED", "ECANCELED", "EBUSY", "ETIMEDOUT"];

/** All that could have been answered, as far as it makes a difference. `left` is what a read could have found, in one past or another. */
export function candidates({ op, bytes }: Pending, answer: Answer, left: readonly number[]): readonly Answer[] {
  if (op === "close") return [true, false].map((delivered) => ({ code: null, delivered }));
  if (op === "closed") return [null, ...codes].map((ended) => ({ code: null, ended }));
  if (op !== "read" && op !== "glance") return [null, ...codes].map((code) => ({ code }));
  const counts = [...new Set([0, 1, ...left.map((most) => Math.min(most, bytes)), answer.count ?? 0])];
  return counts.flatMap((count): readonly Answer[] => [
    ...(count === bytes ? [{ code: null, count, end: false }] : []),
    { code: null, count, end: true },
    ...codes.map((code) => ({ code, count })),
  ]);
}
