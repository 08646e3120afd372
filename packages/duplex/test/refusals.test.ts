import { toDuplex } from "@anysock/duplex";
import { connect } from "anysock";
import { describe, expect, test } from "vitest";

describe("toDuplex refuses with EINVAL", () => {
  const wrong: readonly (readonly [string, unknown[], string])[] = [
    ["a promise of a connection", [Promise.resolve()], "of no promise"],
    ["nothing", [], "a duplex is made of a connection"],
    ["an unknown option", [connect, { objectMode: true }], "there is no option objectMode"],
    ["no boolean", [connect, { allowHalfOpen: "yes" }], "allowHalfOpen yes"],
    ["no number of bytes", [connect, { highWaterMark: -1 }], "highWaterMark -1"],
  ];
  test.each(wrong)("%s", (_, values, told) => {
    expect(() => Reflect.apply(toDuplex, undefined, values)).toThrow(
      expect.objectContaining({ code: "EINVAL", message: expect.stringContaining(told) }),
    );
  });
});
