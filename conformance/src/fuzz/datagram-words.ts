import type { DatagramAnswer, DatagramOp, Sent } from "./datagram-model.ts";

/** `300 bytes from first, its datagram 2`; `2 or 3` where their bytes are the same as far as the memory went. */
export function datagramAnswerWords({ op }: DatagramOp, answer: DatagramAnswer, sent: readonly Sent[]): string {
  const { code, count = 0, truncated, from, numbers = [], dropped = 0 } = answer;
  if (code !== null) return code;
  if (op === "dropped") return `${dropped} dropped`;
  if (op !== "receive" && op !== "glance") return "done";
  const what = `${count} bytes from ${from}${truncated === true ? ", and the rest is lost" : ""}`;
  if (numbers.length === 0) return `${what}, which nobody has sent`;
  const own = sent.filter((one) => one.from === from).map(({ number }) => number);
  const which = numbers.map((number) => own.indexOf(number) + 1).filter((place) => place > 0);
  return own.length < 2 || which.length === 0 ? what : `${what}, its datagram ${which.join(" or ")}`;
}

const codes = ["EACCES", "ECONNREFUSED", "ECLOSED", "ECANCELED", "EBUSY", "ETIMEDOUT", "EMSGSIZE"];

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
