import type { Address, DatagramAnswer } from "@anysock/core";
import { chargenDatagram, datagramServices, daytimeLine, secondsSince1900, streamServices } from "@anysock/services";
import { expect, test } from "vitest";
import { lines } from "./popular-pattern.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

/** What a service says to a datagram. */
function said(name: keyof typeof datagramServices, data: Uint8Array): DatagramAnswer | Promise<DatagramAnswer> {
  const from: Address = { family: "ipv4", host: "127.0.0.1", port: 4711 };
  return datagramServices[name].answer(data, from);
}

const questions = [new Uint8Array(0), bytes("What time is it?"), new Uint8Array(65_507).fill(0xff)];

test.each(questions)("echo answers every datagram as it is, an empty one too", (question) => {
  expect(said("echo", question.slice())).toEqual(question);
});

test("upper answers ASCII letters in upper case, and every other byte as it is", () => {
  expect(said("upper", bytes("straße, é"))).toEqual(bytes("STRAßE, é"));
  expect(said("upper", Uint8Array.of(0xff, 0x61, 0x7b))).toEqual(Uint8Array.of(0xff, 0x41, 0x7b));
  expect(said("upper", new Uint8Array(0))).toEqual(new Uint8Array(0));
});

test.each(questions)("discard answers nothing", (question) => {
  expect(said("discard", question)).toBeNull();
});

test("chargen answers 0 to 512 characters of the pattern, at random", () => {
  const lengths = new Set<number>();
  for (let count = 0; count < 200; count++) {
    const answer = said("chargen", questions[count % 3] as Uint8Array) as Uint8Array;
    expect(text(answer)).toBe(lines(answer.length));
    expect(answer.length).toBeLessThanOrEqual(512);
    lengths.add(answer.length);
  }
  // Of 513 lengths 200 draws are 166 different ones, more or less 5.
  expect(lengths.size).toBeGreaterThan(100);
});

test("chargen can answer nothing at all and all 512", () => {
  expect(chargenDatagram(() => 0)).toHaveLength(0);
  expect(chargenDatagram(() => 1 - 2 ** -53)).toHaveLength(512);
});

test.each(questions)("daytime answers its line, whatever it is asked", (question) => {
  const answer = text(said("daytime", question) as Uint8Array);
  expect(answer).toMatch(/^\w+day, \w+ \d{1,2}, \d{4} \d\d:\d\d:\d\d-UTC\r\n$/);
  expect(Math.abs(Date.parse(answer.replace("-UTC", " UTC")) - Date.now())).toBeLessThan(60_000);
  expect(text(daytimeLine(() => Date.UTC(2026, 10, 22, 7, 6, 5, 999)))).toBe(
    "Sunday, November 22, 2026 07:06:05-UTC\r\n",
  );
});

test.each(questions)("time answers its four bytes, whatever it is asked", (question) => {
  const answer = said("time", question) as Uint8Array;
  expect(answer).toHaveLength(4);
  const told = new DataView(answer.buffer, answer.byteOffset).getUint32(0) - 2_208_988_800;
  expect(Math.abs(told - Date.now() / 1000)).toBeLessThan(60);
  // RFC 868: 00:00 on 1 May 1983 GMT.
  expect(new DataView(secondsSince1900(() => Date.UTC(1983, 4, 1)).buffer).getUint32(0)).toBe(2_629_584_000);
});

test("every service is there over datagrams as well, by the same source", () => {
  const sources = Object.entries(streamServices).map(([name, { source }]) => [name, source]);
  expect(Object.entries(datagramServices).map(([name, { source }]) => [name, source])).toEqual(sources);
});
