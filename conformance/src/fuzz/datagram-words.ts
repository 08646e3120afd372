import type { DatagramAnswer, DatagramOp, Sent } from "./datagram-model.ts";

/** `10 of 20 bytes`: the memory was shorter than the datagram. */
export function datagramAnswerWords({ op }: DatagramOp, answer: DatagramAnswer): string {
  const { code, count = 0, truncated, from, numbers = [], dropped = 0 } = answer;
  if (code !== null) return code;
  if (op === "dropped") return `${dropped} dropped`;
  if (op !== "receive" && op !== "glance") return "done";
  const what = `${count} bytes from ${from}${truncated === true ? ", and the rest is lost" : ""}`;
  return numbers.length === 0 ? `${what}, which nobody has sent` : what;
}

const codes = ["ECONNREFUSED", "ECLOSED", "ECANCELED", "EBUSY", "ETIMEDOUT", "EMSGSIZE"];

/** All that could have been answered, as far as it makes a difference. */
export function datagramCandidates(op: DatagramOp, sent: readonly Sent[]): readonly DatagramAnswer[] {
  const failures = codes.map((code) => ({ code }));
  if (op.op === "dropped") return sent.map((_, dropped) => ({ code: null, dropped }));
  if (op.op !== "receive" && op.op !== "glance") return [{ code: null }, ...failures];
  const received = sent.map(({ from, bytes, number }) => ({
    code: null,
    count: Math.min(bytes, op.bytes),
    truncated: bytes > op.bytes,
    from,
    numbers: [number],
  }));
  return [...received, ...failures];
}
