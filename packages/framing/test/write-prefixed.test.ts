import { type Prefix, writePrefixed } from "@anysock/framing";
import { describe, expect, test } from "vitest";

const remote = { family: "ipv4", host: "127.0.0.1", port: 7 } as const;

/** What one `writePrefixed` writes, and in how many writes. */
async function written(
  data: Uint8Array | readonly Uint8Array[],
  prefix: Prefix,
): Promise<{ readonly bytes: number[]; readonly writes: number }> {
  const bytes: number[] = [];
  let writes = 0;
  const write = async (pieces: Uint8Array | readonly Uint8Array[]): Promise<void> => {
    writes++;
    for (const piece of pieces instanceof Uint8Array ? [pieces] : pieces) bytes.push(...piece);
  };
  await writePrefixed({ remote, write }, data, { prefix });
  return { bytes, writes };
}

describe("writePrefixed", () => {
  test.each<[Prefix, number[]]>([
    ["u16be", [1, 2]],
    ["u16le", [2, 1]],
    ["u32be", [0, 0, 1, 2]],
    ["u32le", [2, 1, 0, 0]],
    ["u64be", [0, 0, 0, 0, 0, 0, 1, 2]],
    ["u64le", [2, 1, 0, 0, 0, 0, 0, 0]],
    ["varint", [0x82, 2]],
  ])("writes the length of 258 bytes by %s, and the message, at once", async (prefix, digits) => {
    const { bytes, writes } = await written(new Uint8Array(258).fill(9), prefix);
    expect(bytes).toEqual([...digits, ...Array<number>(258).fill(9)]);
    expect(writes).toBe(1);
  });

  test("takes an array for its concatenation, and an empty message", async () => {
    expect((await written([Uint8Array.of(1), Uint8Array.of(2, 3)], "u8")).bytes).toEqual([3, 1, 2, 3]);
    expect((await written([], "u8")).bytes).toEqual([0]);
    expect((await written(new Uint8Array(0), "varint")).bytes).toEqual([0]);
  });

  test("writes nothing of a message that is longer than its prefix can say", async () => {
    expect((await written(new Uint8Array(255), "u8")).bytes).toHaveLength(256);
    const writing = writePrefixed({ remote, write: () => Promise.reject("written") }, new Uint8Array(256), {
      prefix: "u8",
    });
    await expect(writing).rejects.toMatchObject({
      code: "EMSGSIZE",
      operation: "write",
      message: "write tcp://127.0.0.1:7: EMSGSIZE (the message has 256 bytes, and the prefix u8 can say 255)",
    });
  });

  test.each<[string, unknown, unknown]>([
    ["text", "abc", { prefix: "u8" }],
    ["an array with text", ["abc"], { prefix: "u8" }],
    ["an unknown prefix", new Uint8Array(1), { prefix: "u24be" }],
    ["no options", new Uint8Array(1), undefined],
    ["an unknown option", new Uint8Array(1), { prefix: "u8", max: 1 }],
    ["a negative timeout", new Uint8Array(1), { prefix: "u8", timeout: -1 }],
  ])("refuses %s with EINVAL", async (_, data, options) => {
    const call = { remote, write: () => Promise.reject("written") };
    const writing: Promise<unknown> = Reflect.apply(writePrefixed, undefined, [call, data, options]);
    await expect(writing).rejects.toMatchObject({ code: "EINVAL", operation: "write" });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["an object", {}],
    ["a number", 1],
  ])("refuses %s for a connection with EINVAL", async (_, connection) => {
    const data = [connection, new Uint8Array(1), { prefix: "u8" }];
    const writing: Promise<unknown> = Reflect.apply(writePrefixed, undefined, data);
    const message = expect.stringContaining("is no connection: it has no write()");
    await expect(writing).rejects.toMatchObject({ code: "EINVAL", operation: "write", message });
  });
});
