import type { ApiCase } from "./api-case.ts";
import { closeCases } from "./cases/close.ts";

/** Every case, sorted by its id. */
export const apiCases: readonly ApiCase[] = [...closeCases].sort((one, other) => (one.id < other.id ? -1 : 1));
