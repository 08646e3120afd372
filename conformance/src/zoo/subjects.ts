import { wrongAgents } from "./agents.ts";
import { oddities } from "./oddities.ts";
import { wrongServers } from "./servers.ts";
import type { ZooSubject } from "./subject.ts";

/** Everybody in the zoo; first those whom nobody convicts, because they play everything. */
export const subjects: readonly ZooSubject[] = [...oddities, ...wrongServers, ...wrongAgents];
