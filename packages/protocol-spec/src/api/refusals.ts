import type { Refusal } from "./refusal.ts";
import { refusedDestinations } from "./refused-destinations.ts";
import { refusedEndpoints } from "./refused-endpoints.ts";
import { refusedMemory } from "./refused-memory.ts";
import { refusedObjects } from "./refused-objects.ts";
import { refusedOptions } from "./refused-options.ts";
import { refusedTexts } from "./refused-texts.ts";
import { refusedWaits } from "./refused-waits.ts";

export { isSocketError, type Refusal, type RefusalScene, refusalFault } from "./refusal.ts";

/** Every argument and option of every function of core, in the ways in which it can be wrong: a row each. */
export const refusals: readonly Refusal[] = [
  ...refusedEndpoints,
  ...refusedWaits,
  ...refusedOptions,
  ...refusedMemory,
  ...refusedObjects,
  ...refusedDestinations,
  ...refusedTexts,
];
