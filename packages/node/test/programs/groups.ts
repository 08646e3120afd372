import { argv } from "node:process";
import { type BindOptions, bind, SocketError } from "@anysock/node";

const [, , ipv4 = "", ipv6 = ""] = argv;
const groups = {
  ipv4: { host: "239.1.1.1", port: Number(ipv4) },
  ipv6: { host: "ff15::1", port: Number(ipv6) },
} as const;
type Family = keyof typeof groups;

/** What binding so comes to, and then sending to these groups. */
async function comesTo(text: string, host: string, options: BindOptions, families: readonly Family[]): Promise<string> {
  try {
    await using socket = await bind({ host, port: 0 }, options);
    const data = new TextEncoder().encode(text);
    for (const family of families) await socket.send(data, options.remote === undefined ? groups[family] : undefined);
    return "sent";
  } catch (error) {
    return error instanceof SocketError ? error.message : String(error);
  }
}

const by = { multicastInterface: "d1" };
const hops = { ...by, multicastTtl: 7 };
const both: readonly Family[] = ["ipv4", "ipv6"];
console.log(
  JSON.stringify({
    dual: await comesTo("dual", "::", by, both),
    unheard: await comesTo("unheard", "::", { ...by, multicastLoopback: false }, both),
    dualHops: await comesTo("never", "::", hops, both),
    mappedHops: await comesTo("never", "::ffff:0.0.0.0", hops, ["ipv4"]),
    ipv6Only: await comesTo("ipv6Only", "::", { ...hops, ipv6Only: true }, ["ipv6"]),
    connected: await comesTo("connected", "::", { ...hops, remote: { ...groups.ipv6, host: "2001:db8:9::1" } }, [
      "ipv6",
    ]),
    ipv4: await comesTo("ipv4", "0.0.0.0", hops, ["ipv4"]),
    bareDual: await comesTo("never", "::", { multicastInterface: "bare" }, both),
    bareIpv6Only: await comesTo("away", "::", { multicastInterface: "bare", ipv6Only: true }, ["ipv6"]),
  }),
);
