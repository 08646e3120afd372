import type { ResolvedAddress } from "@anysock/core";
import { failureOf } from "./failure.ts";

/** All addresses of a name, as getaddrinfo(3) orders them: Bun's default, c-ares, knows no nsswitch.conf(5). */
export async function resolve(host: string): Promise<readonly ResolvedAddress[]> {
  try {
    const found = await Bun.dns.lookup(host, { backend: "libc", socketType: "tcp" });
    return found.map(({ address, family }) => ({ family: family === 6 ? "ipv6" : "ipv4", host: address }));
  } catch (error) {
    throw failureOf(error);
  }
}
