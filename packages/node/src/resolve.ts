import { lookup } from "node:dns/promises";
import type { ResolvedAddress } from "@anysock/core";
import { failureOf } from "./failure.ts";

/** All addresses of a name, as getaddrinfo(3) orders them. */
export async function resolve(host: string): Promise<readonly ResolvedAddress[]> {
  try {
    const found = await lookup(host, { all: true, order: "verbatim" });
    return found.map(({ address, family }) => ({ family: family === 6 ? "ipv6" : "ipv4", host: address }));
  } catch (error) {
    throw failureOf(error);
  }
}
