import type { Case, Level, Requirement } from "@anysock/protocol-spec";

/** What subjects are held to: the catalogue of `@anysock/protocol-spec`, or a few cases of a test. */
export interface Specification {
  readonly cases: readonly Case[];
  readonly requirements: readonly Requirement[];
}

/** The level of a case: that of its requirements, which are all of one. */
export function levelIn(specification: Specification): (one: Pick<Case, "id" | "verifies">) => Level {
  const levels = new Map(specification.requirements.map(({ id, level }) => [id, level]));
  return (one) => {
    const level = levels.get(one.verifies[0]);
    if (level === undefined) throw new Error(`case ${one.id} verifies ${one.verifies[0]}, which is no requirement`);
    return level;
  };
}
