import { type Case, datagramTransports, type ServiceName, type Transport } from "@anysock/protocol-spec";

export interface PlanOptions {
  readonly transport: Transport;
  /** Whose cases: those of a service, of the end that connects, of the end that listens. */
  readonly subjects: ReadonlySet<Case["subject"]>;
  readonly services: ReadonlySet<ServiceName>;
  readonly chosen: (one: Case) => boolean;
}

/** The cases that apply, in an order in which every case comes after those that it depends on. */
export function planCases(cases: readonly Case[], options: PlanOptions): readonly Case[] {
  return inOrder(cases.filter((one) => options.chosen(one) && applies(one, options)));
}

function applies(one: Case, { transport, subjects, services }: PlanOptions): boolean {
  if (!subjects.has(one.subject)) return false;
  if (datagramTransports.includes(transport) !== (one.needs.datagrams === true)) return false;
  if (one.needs.transports !== undefined && !one.needs.transports.includes(transport)) return false;
  return one.subject !== "service" || one.needs.service === undefined || services.has(one.needs.service);
}

/** Depth first by `dependsOn`, otherwise as given. A dependency that is not in the list holds nobody up. */
function inOrder(cases: readonly Case[]): readonly Case[] {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const placed = new Set<string>();
  const ordered: Case[] = [];
  const place = (one: Case, trail: readonly string[]): void => {
    if (placed.has(one.id)) return;
    if (trail.includes(one.id)) throw new Error(`cases depend on one another: ${[...trail, one.id].join(" -> ")}`);
    for (const id of one.dependsOn ?? []) {
      const dependency = byId.get(id);
      if (dependency !== undefined) place(dependency, [...trail, one.id]);
    }
    placed.add(one.id);
    ordered.push(one);
  };
  for (const one of cases) place(one, []);
  return ordered;
}
