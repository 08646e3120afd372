import type { Case, ServiceName } from "@anysock/protocol-spec";
import type { AgentProcess } from "../agent/process.ts";
import type { RunningService } from "../subject/service.ts";
import type { Occupant, Seat } from "./seat.ts";

/** Everybody who plays in one cell. */
export interface Company {
  readonly client: Seat<AgentProcess>;
  /** The agent that listens by script; absent where only services are judged. */
  readonly server?: Seat<AgentProcess>;
  readonly services: ReadonlyMap<ServiceName, Seat<RunningService>>;
  /** `true`: somebody else's server. It cannot be started again, so nothing more can be said once it is gone. */
  readonly foreign: boolean;
  /** What the one who is judged, or the other end, declares that it can do; `null`: it cannot declare anything. */
  capabilities(who: Case["subject"]): Promise<ReadonlySet<string> | null>;
}

/** The seats that take part in a case, the judged one first. */
export function seatsOf(one: Case, company: Company): readonly Seat<Occupant>[] {
  const { client, server } = company;
  const service = one.needs.service === undefined ? undefined : company.services.get(one.needs.service);
  const seats: Record<Case["subject"], readonly (Seat<Occupant> | undefined)[]> = {
    service: [service, client],
    client: [client, server],
    server: [server, client],
  };
  return seats[one.subject].filter((seat) => seat !== undefined);
}

export async function closeCompany(company: Company): Promise<void> {
  const seats: (Seat<Occupant> | undefined)[] = [company.client, company.server, ...company.services.values()];
  await Promise.all(seats.map((seat) => seat?.close()));
}
