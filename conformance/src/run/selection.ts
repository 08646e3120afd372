import { distance } from "fastest-levenshtein";
import picomatch from "picomatch";

/** What a glob chooses from. */
export interface Selectable {
  readonly id: string;
  readonly verifies: readonly string[];
}

/**
 * Whether a case is chosen by one of `globs` (all are, if there are none): by its id, or by the id of a requirement that
 * it verifies. `*` stays within one part of an id, `**` does not; what a glob matches stands for everything below it (`echo`).
 */
export function selector(globs: readonly string[]): (one: Selectable) => boolean {
  if (globs.length === 0) return () => true;
  const matchers = globs.map(matcherOf);
  return (one) => matchers.some((matches) => matches(one.id) || one.verifies.some((id) => matches(id)));
}

function matcherOf(glob: string): (id: string) => boolean {
  const matches = picomatch([glob, `${glob.replace(/\/$/, "")}/**`], { nocase: true, strictSlashes: false });
  return (id) => matches(id);
}

/** The globs that choose none of `cases`, each with the ids that come near. */
export function unmatched(
  globs: readonly string[],
  cases: readonly Selectable[],
): readonly { readonly glob: string; readonly near: readonly string[] }[] {
  const ids = [...new Set(cases.flatMap((one) => [one.id, ...one.verifies]))];
  return globs
    .filter((glob) => {
      const chosen = selector([glob]);
      return !cases.some(chosen);
    })
    .map((glob) => ({ glob, near: nearest(glob, ids) }));
}

/** Up to three of `known` that somebody may have meant by `typed`. */
export function nearest(typed: string, known: readonly string[]): readonly string[] {
  const wanted = typed.toLowerCase().replaceAll("*", "");
  const scored = known.map((id) => {
    const candidate = id.toLowerCase();
    // Half a name is a likely slip: "halfclose" for "half-close/large".
    const bare = (text: string): string => text.replace(/[^a-z0-9]/g, "");
    const contained = bare(wanted) !== "" && bare(candidate).includes(bare(wanted));
    return { id, score: contained ? 0 : distance(wanted, candidate) };
  });
  const limit = Math.max(3, Math.floor(wanted.length / 2));
  return scored
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map(({ id }) => id);
}
