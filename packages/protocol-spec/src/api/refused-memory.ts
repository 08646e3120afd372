import { each, type Refusal, rejecting, type Taker, type Wrong } from "./refusal.ts";
import { given, TO } from "./takers.ts";

/** Memory that was given to somebody else, as `postMessage` does with what it transfers. */
function transferred(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

/** Memory that has become too short for its view. */
function shrunk(): Uint8Array {
  const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
  const bytes = new Uint8Array(buffer, 4, 4);
  buffer.resize(2);
  return bytes;
}

const lookAlike: unknown = Object.create(Uint8Array.prototype);
const proxy: unknown = new Proxy(new Uint8Array(8), {});

const noBytes = [
  ["nothing", "nothing", undefined, "undefined"],
  ["null", "null", null, "null"],
  ["text", "a text", "text", '"text"'],
  ["number", "a number", 8, "8"],
  ["array-buffer", "an ArrayBuffer", new ArrayBuffer(8), "an object"],
  ["shared-array-buffer", "a SharedArrayBuffer", new SharedArrayBuffer(8), "an object"],
  ["data-view", "a DataView", new DataView(new ArrayBuffer(8)), "an object"],
  ["other-array", "a Uint16Array", new Uint16Array(8), "an object"],
  ["clamped", "a Uint8ClampedArray", new Uint8ClampedArray(8), "an object"],
  ["look-alike", "what has its prototype alone", lookAlike, "an object"],
  ["proxy", "a Proxy of it", proxy, "an object"],
] as const;

/** As data, or as memory for it, whatever is said of it. */
function wrong(says: (given: string) => string): Wrong[] {
  return noBytes.map(([id, what, value, text]) => [id, what, value, says(text)]);
}

const GONE = "the Uint8Array has lost its memory";

const gone: readonly Wrong[] = [
  ["transferred", "memory that was transferred", transferred(), GONE],
  ["shrunk", "memory that has become too short", shrunk(), GONE],
];

const READ = "the memory to read into must be a Uint8Array of at least one byte";

const toRead: readonly Wrong[] = [
  ...wrong(() => READ),
  ["array", "an array of memory", [new Uint8Array(8)], READ],
  ["empty", "no memory at all", new Uint8Array(0), READ],
  ["transferred", "memory that was transferred", transferred(), READ],
  ["shrunk", "memory that has become too short", shrunk(), READ],
];

const WRITE = "the data must be a Uint8Array or an array of them, and not";
const bytes = new Uint8Array(1);
const hole: Uint8Array[] = [bytes];
hole[2] = bytes;

const toWrite: readonly Wrong[] = [
  ...wrong((text) => `${WRITE} ${text}`),
  ...gone,
  ["array-of-text", "a text among its pieces", [bytes, "text"], `${WRITE} "text"`],
  ["array-of-numbers", "an array of numbers", [1, 2, 3], `${WRITE} 1`],
  ["array-nested", "an array among its pieces", [bytes, [bytes]], `${WRITE} an array`],
  ["array-with-hole", "a hole among its pieces", hole, `${WRITE} undefined`],
  ["array-transferred", "a piece that was transferred", [bytes, transferred()], GONE],
  ["iterable", "a Set of pieces", new Set([bytes]), `${WRITE} an object`],
];

const toSend: readonly Wrong[] = [
  ...wrong((text) => `the data: ${text} is not a Uint8Array`),
  ...gone,
  ["array", "an array of pieces", [bytes], "the data: an array is not a Uint8Array"],
];

const toReceive: readonly Wrong[] = [
  ...wrong((text) => `the memory to receive into: ${text} is not a Uint8Array`),
  ...gone,
  ["array", "an array of memory", [bytes], "the memory to receive into: an array is not a Uint8Array"],
];

const read: Taker = {
  id: "read-into",
  call: "read() into",
  operation: "read",
  give: async ({ connection }, into) => {
    const on = await connection();
    return rejecting(() => on.read(given(into)));
  },
};

const write: Taker = {
  id: "write-data",
  call: "write() of",
  operation: "write",
  give: async ({ connection }, data) => {
    const on = await connection();
    return rejecting(() => on.write(given(data)));
  },
};

const receive: Taker = {
  id: "receive-into",
  call: "receive() into",
  operation: "receive",
  needs: "udp",
  give: async ({ datagrams }, into) => {
    const on = await datagrams();
    return rejecting(() => on.receive(given(into)));
  },
};

const send: Taker = {
  id: "send-data",
  call: "send() of",
  operation: "send",
  needs: "udp",
  give: async ({ datagrams }, data) => {
    const on = await datagrams();
    return rejecting(() => on.send(given(data), TO));
  },
};

const sendConnected: Taker = {
  id: "send-connected-data",
  call: "send() of a connected socket, of",
  operation: "send",
  needs: "udp",
  give: async ({ connectedDatagrams }, data) => {
    const on = await connectedDatagrams();
    return rejecting(() => on.send(given(data)));
  },
};

/** RFC 768 and RFC 791, 3.1. */
const tooLong: readonly Wrong[] = [
  ["too-long", "65,508 bytes", new Uint8Array(65_508), "65508 bytes; a datagram to 127.0.0.1 has at most 65507"],
];

export const refusedMemory: readonly Refusal[] = [
  ...each([read], toRead),
  ...each([write], toWrite),
  ...each([receive], toReceive),
  ...each([send, sendConnected], toSend),
  ...each([send, sendConnected], tooLong, "EMSGSIZE"),
];
