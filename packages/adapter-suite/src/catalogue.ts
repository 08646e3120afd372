import type { ApiCase } from "./api-case.ts";
import { abortCases } from "./cases/abort.ts";
import { addressCases } from "./cases/address.ts";
import { attemptCases } from "./cases/attempts.ts";
import { closeCases } from "./cases/close.ts";
import { connectCases } from "./cases/connect.ts";
import { datagramCases } from "./cases/datagram.ts";
import { datagramOptionCases } from "./cases/datagram-option.ts";
import { dualStackCases } from "./cases/dual-stack.ts";
import { endedAttemptCases } from "./cases/ended-attempts.ts";
import { groupCases } from "./cases/groups.ts";
import { halfCloseCases } from "./cases/half-close.ts";
import { readCases } from "./cases/read.ts";
import { resetCases } from "./cases/reset.ts";
import { writeCases } from "./cases/write.ts";

/** Every case, sorted by its id. */
export const apiCases: readonly ApiCase[] = [
  ...abortCases,
  ...addressCases,
  ...attemptCases,
  ...closeCases,
  ...connectCases,
  ...datagramCases,
  ...datagramOptionCases,
  ...dualStackCases,
  ...endedAttemptCases,
  ...groupCases,
  ...halfCloseCases,
  ...readCases,
  ...resetCases,
  ...writeCases,
].sort((one, other) => (one.id < other.id ? -1 : 1));
