import { wrongAgents } from "./agents.ts";
import { oddities } from "./oddities.ts";
import { wrongServers } from "./servers.ts";
import type { ZooSubject } from "./subject.ts";

/** Everybody in the zoo. */
export const subjects: readonly ZooSubject[] = [...wrongServers, ...wrongAgents, ...oddities];
