import type { Case } from "@anysock/protocol-spec";
import type { Company } from "./company.ts";

const otherEnd = { service: "client", client: "server", server: "client" } as const;

/** Why this company cannot play the case, or `null` where it can. Says nothing against anybody. */
export async function whyNotApplicable(one: Case, company: Company): Promise<string | null> {
  const { capabilities = [], peerCapabilities = [], process, service } = one.needs;
  const own = await lacking(one.subject, capabilities, company);
  if (own !== null) return own;
  const peer = await lacking(otherEnd[one.subject], peerCapabilities, company);
  if (peer !== null) return `the other end cannot play it: ${peer}`;
  if (process !== true || one.subject !== "service" || service === undefined) return null;
  const pid = await company.services
    .get(service)
    ?.take()
    .then(
      (running) => running.pid,
      () => 0,
    );
  return pid === null ? "the server's process is not known (--pid names it), so what it uses cannot be measured" : null;
}

async function lacking(who: Case["subject"], wanted: readonly string[], company: Company): Promise<string | null> {
  if (wanted.length === 0) return null;
  // A program that cannot be asked, because it does not start, is not excused: the case is played and says what it finds.
  const declared = await company.capabilities(who).catch(() => undefined);
  if (declared === undefined) return null;
  if (declared === null) return `needs ${wanted.join(", ")}, which a program without an agent cannot declare`;
  const absent = wanted.filter((capability) => !declared.has(capability));
  return absent.length === 0 ? null : `the ${who} declares that it cannot do ${absent.join(", ")}`;
}
