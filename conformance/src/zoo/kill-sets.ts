import { type Case, findCase } from "@anysock/protocol-spec";
import type { ZooSubject } from "./subject.ts";
import { isOdd } from "./subject.ts";
import type { Finding } from "./trial.ts";

export interface Trial {
  readonly subject: ZooSubject;
  readonly findings: readonly Finding[];
}

/** Cases that convict exactly the same wrong subjects, and so are worth one. */
interface KillSet {
  readonly convicts: readonly string[];
  readonly cases: readonly string[];
}

/** The two cases of one time sequence, where it connected and where it accepted, go by one name. */
function sequenceOf(id: string): string {
  return id.replace(/\/(client|server)$/, "");
}

/** A requirement that a wrong subject is convicted of, and is not known to break. */
interface ForeignConviction {
  readonly subject: string;
  readonly requirement: string;
  readonly cases: readonly string[];
}

/** What the whole zoo says about the cases, and the cases about the zoo. */
export interface KillMatrix {
  /** One for each set of wrong subjects: as many cases count. A sequence that is played from both ends is one case here. */
  readonly counted: readonly KillSet[];
  /** Cases that were played and convict nobody. */
  readonly idle: readonly string[];
  /** By subject: what it is convicted of besides. */
  readonly foreign: readonly ForeignConviction[];
  /** Cases that failed once of three, by subject, if it is wrong: they prove nothing. Of one that is right it is a fault. */
  readonly unsteady: readonly string[];
  /** What is not as it must be, a line each. */
  readonly faults: readonly string[];
}

export function killMatrix(trials: readonly Trial[]): KillMatrix {
  const killed = new Map<string, Set<string>>();
  for (const { subject, findings } of trials) {
    if (isOdd(subject)) continue;
    for (const { id, word } of findings) {
      const convicted = killed.get(sequenceOf(id)) ?? new Set();
      if (word === "convicted") convicted.add(subject.name);
      killed.set(sequenceOf(id), convicted);
    }
  }
  const sets = new Map<string, { convicts: string[]; cases: string[] }>();
  for (const [id, names] of killed) {
    if (names.size === 0) continue;
    const convicts = [...names].sort();
    const set = sets.get(convicts.join()) ?? { convicts, cases: [] };
    set.cases.push(id);
    sets.set(convicts.join(), set);
  }
  return {
    counted: [...sets.values()],
    idle: [...killed].filter(([, names]) => names.size === 0).map(([id]) => id),
    foreign: trials.flatMap(foreignOf),
    unsteady: trials.flatMap(unsteadyOf),
    faults: trials.flatMap(faultsOf),
  };
}

/** What is not as it must be about one subject, a line each. */
function faultsOf({ subject, findings }: Trial): readonly string[] {
  const errors = findings
    .filter(({ word }) => word === "harness-error")
    .map(({ id, why }) => `${subject.name}: ${id} could not be judged: ${why}`);
  const convicting = findings.filter(({ word }) => word === "convicted");
  if (isOdd(subject)) {
    const unsteady = findings.filter(({ word }) => word === "unsteady");
    return [
      ...errors,
      ...convicting.map(({ id, why }) => `${subject.name} is odd but right, and ${id} convicts it: ${why}`),
      ...unsteady.map(({ id, why }) => `${subject.name} is odd but right, and ${id} fails it now and then: ${why}`),
    ];
  }
  // Who fails now and then may as well be a victim of the machine: that proves nothing.
  const proven = new Set(convicting.flatMap(({ id }) => verifiedBy(findCase(id))));
  const acquitted = subject.violates.filter((requirement) => !proven.has(requirement));
  return [
    ...errors,
    ...acquitted.map((requirement) => `${subject.name} breaks ${requirement}, and nobody convicts it`),
  ];
}

/**
 * Convictions by cases that verify nothing that the subject is known to break. Most are right: who answers nothing at all meets few
 * requirements. But a case that convicts for the wrong reason is among them too, so they are shown, and believed of nobody.
 */
function foreignOf({ subject, findings }: Trial): readonly ForeignConviction[] {
  if (isOdd(subject)) return [];
  const cases = new Map<string, string[]>();
  for (const { id, word } of findings) {
    const verified = verifiedBy(findCase(id));
    if (word !== "convicted" || verified.some((requirement) => subject.violates.includes(requirement))) continue;
    for (const requirement of verified) cases.set(requirement, [...(cases.get(requirement) ?? []), id]);
  }
  return [...cases].map(([requirement, ids]) => ({ subject: subject.name, requirement, cases: ids }));
}

function unsteadyOf({ subject, findings }: Trial): readonly string[] {
  if (isOdd(subject)) return [];
  return findings.filter(({ word }) => word === "unsteady").map(({ id }) => `${subject.name}: ${id}`);
}

function verifiedBy(one: Case | undefined): readonly string[] {
  return one?.verifies ?? [];
}
