import type { Case } from "./case.ts";
import * as accept from "./cases/accept/index.ts";
import * as backPressure from "./cases/back-pressure/index.ts";
import * as chargen from "./cases/chargen/index.ts";
import * as chargenUdp from "./cases/chargen-udp/index.ts";
import * as close from "./cases/close/index.ts";
import * as connect from "./cases/connect/index.ts";
import * as datagram from "./cases/datagram/index.ts";
import * as daytime from "./cases/daytime/index.ts";
import * as daytimeUdp from "./cases/daytime-udp/index.ts";
import * as discard from "./cases/discard/index.ts";
import * as discardUdp from "./cases/discard-udp/index.ts";
import * as echo from "./cases/echo/index.ts";
import * as echoUdp from "./cases/echo-udp/index.ts";
import * as halfClose from "./cases/half-close/index.ts";
import * as isolation from "./cases/isolation/index.ts";
import * as lifetime from "./cases/lifetime/index.ts";
import * as listen from "./cases/listen/index.ts";
import * as read from "./cases/read/index.ts";
import * as reset from "./cases/reset/index.ts";
import * as time from "./cases/time/index.ts";
import * as timeUdp from "./cases/time-udp/index.ts";
import * as unix from "./cases/unix/index.ts";
import * as upper from "./cases/upper/index.ts";
import * as upperUdp from "./cases/upper-udp/index.ts";
import * as write from "./cases/write/index.ts";
import type { Level } from "./requirement.ts";
import { findRequirement } from "./requirements/index.ts";

const areas: readonly Readonly<Record<string, Case | readonly Case[]>>[] = [
  accept,
  backPressure,
  chargen,
  chargenUdp,
  close,
  connect,
  datagram,
  daytime,
  daytimeUdp,
  discard,
  discardUdp,
  echo,
  echoUdp,
  halfClose,
  isolation,
  lifetime,
  listen,
  read,
  reset,
  time,
  timeUdp,
  unix,
  upper,
  upperUdp,
  write,
];

/** Every case, sorted by its id. */
export const cases: readonly Case[] = areas
  .flatMap((area) => Object.values(area).flat())
  .sort((one, other) => (one.id < other.id ? -1 : 1));

const byId: ReadonlyMap<string, Case> = new Map(cases.map((each) => [each.id, each]));

export function findCase(id: string): Case | undefined {
  return byId.get(id);
}

/** The cases that verify a requirement. */
export function casesOf(requirement: string): readonly Case[] {
  const id = findRequirement(requirement)?.id;
  return cases.filter((each) => each.verifies.some((verified) => verified === id));
}

/** The level of the requirements that a case verifies: it is the same for all of them. */
export function levelOf(each: Case): Level {
  const requirement = findRequirement(each.verifies[0]);
  if (requirement === undefined) throw new Error(`case ${each.id} verifies ${each.verifies[0]}, which does not exist`);
  return requirement.level;
}
