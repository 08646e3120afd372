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

/** What the whole zoo says about the cases, and the cases about the zoo. */
export interface KillMatrix {
  /** One for each set of wrong subjects: as many cases count. A sequence that is played from both ends is one case here. */
  readonly counted: readonly KillSet[];
  /** Cases that were played and convict nobody. */
  readonly idle: readonly string[];
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
    return [
      ...errors,
      ...convicting.map(({ id, why }) => `${subject.name} is odd but right, and ${id} convicts it: ${why}`),
    ];
  }
  // Who fails now and then is convicted too: the suite calls it flaky, and ends as it does for a violation.
  const failing = findings.filter(({ word }) => word === "convicted" || word === "unsteady");
  const proven = new Set(failing.flatMap(({ id }) => verifiedBy(findCase(id))));
  const acquitted = subject.violates.filter((requirement) => !proven.has(requirement));
  return [
    ...errors,
    ...acquitted.map((requirement) => `${subject.name} breaks ${requirement}, and nobody convicts it`),
  ];
}

function verifiedBy(one: Case | undefined): readonly string[] {
  return one?.verifies ?? [];
}
