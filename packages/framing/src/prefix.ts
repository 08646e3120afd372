/** How the length of a message is written before it. Named by its bits and its order of bytes. */
export type Prefix = "u8" | "u16be" | "u16le" | "u32be" | "u32le" | "u64be" | "u64le" | "varint";

/** What a prefix says: the length of the message, and how many bytes the prefix itself has. */
interface Announced {
  readonly length: number;
  readonly size: number;
}

export interface PrefixRule {
  /** The longest message that it can announce, in bytes. */
  readonly most: number;
  /** `undefined`: more bytes must come. A length above 2^53 may be rounded; none can be that long. */
  decode(bytes: Uint8Array): Announced | undefined;
  encode(length: number): Uint8Array;
}

/** Bits of a number that stay exact. */
const EXACT = Number.MAX_SAFE_INTEGER;

function fixed(size: number, order: "big" | "little"): PrefixRule {
  return {
    most: Math.min(256 ** size - 1, EXACT),
    decode(bytes): Announced | undefined {
      if (bytes.length < size) return undefined;
      const digits = bytes.slice(0, size);
      if (order === "little") digits.reverse();
      return { length: digits.reduce((length, digit) => length * 256 + digit, 0), size };
    },
    encode(length): Uint8Array {
      const digits = Uint8Array.from({ length: size }, (_, at) => Math.floor(length / 256 ** at) % 256);
      return order === "little" ? digits : digits.reverse();
    },
  };
}

/** Most bytes of a 64-bit number, seven bits to a byte. */
const LONGEST_VARINT = 10;

/** LEB128 without sign, as in Protocol Buffers: seven bits to a byte, the lowest first; the highest bit says that more follow. */
const varint: PrefixRule = {
  most: EXACT,
  decode(bytes): Announced | undefined {
    let length = 0;
    for (let at = 0; at < LONGEST_VARINT; at++) {
      const digit = bytes[at];
      if (digit === undefined) return undefined;
      length += (digit & 0x7f) * 128 ** at;
      if (digit < 0x80) return { length, size: at + 1 };
    }
    // It never ends: longer than any message.
    return { length: Number.POSITIVE_INFINITY, size: LONGEST_VARINT };
  },
  encode(length): Uint8Array {
    const digits: number[] = [];
    let rest = length;
    for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) | 0x80);
    return Uint8Array.of(...digits, rest);
  },
};

/** The rules by their names. */
export const prefixes: Readonly<Record<Prefix, PrefixRule>> = {
  u8: fixed(1, "big"),
  u16be: fixed(2, "big"),
  u16le: fixed(2, "little"),
  u32be: fixed(4, "big"),
  u32le: fixed(4, "little"),
  u64be: fixed(8, "big"),
  u64le: fixed(8, "little"),
  varint,
};

export function isPrefix(name: unknown): name is Prefix {
  return typeof name === "string" && Object.hasOwn(prefixes, name);
}
