/** A seed for a run that was not given one: printed, so that the run can be made again. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
}

/**
 * The seed of one case: the run's, mixed with its id (FNV-1a, 32 bits), so that cases that are played at the same time
 * send different bytes and cross-talk between their connections is seen.
 */
export function seedOf(caseId: string, runSeed: number): number {
  let hash = 0x811c9dc5 ^ runSeed;
  for (const byte of new TextEncoder().encode(caseId)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
