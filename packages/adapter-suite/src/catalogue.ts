import type { ApiCase } from "./api-case.ts";
import { abortCases } from "./cases/abort.ts";
import { addressCases } from "./cases/address.ts";
import { attemptCases } from "./cases/attempts.ts";
import { backlogCases } from "./cases/backlog.ts";
import { boundCases } from "./cases/bound.ts";
import { closeCases } from "./cases/close.ts";
import { connectCases } from "./cases/connect.ts";
import { datagramCases } from "./cases/datagram.ts";
import { datagramOptionCases } from "./cases/datagram-option.ts";
import { datagramZoneCases } from "./cases/datagram-zone.ts";
import { dualStackCases } from "./cases/dual-stack.ts";
import { endedAttemptCases } from "./cases/ended-attempts.ts";
import { groupCases } from "./cases/groups.ts";
import { halfCloseCases } from "./cases/half-close.ts";
import { inheritedCases } from "./cases/inherited.ts";
import { keepAliveCases } from "./cases/keep-alive.ts";
import { lentDatagramMemoryCases, lentMemoryCases } from "./cases/lent-memory.ts";
import { listenCases } from "./cases/listen.ts";
import { memoryCases } from "./cases/memory.ts";
import { optionCases } from "./cases/option.ts";
import { orderCases } from "./cases/order.ts";
import { processCases } from "./cases/process.ts";
import { readCases } from "./cases/read.ts";
import { refusalCases } from "./cases/refusal.ts";
import { resetCases } from "./cases/reset.ts";
import { shortageCases } from "./cases/shortage.ts";
import { unixPathCases } from "./cases/unix-path.ts";
import { writeCases } from "./cases/write.ts";

/** Every case, sorted by its id. */
export const apiCases: readonly ApiCase[] = [
  ...abortCases,
  ...addressCases,
  ...attemptCases,
  ...backlogCases,
  ...boundCases,
  ...closeCases,
  ...connectCases,
  ...datagramCases,
  ...datagramOptionCases,
  ...datagramZoneCases,
  ...dualStackCases,
  ...endedAttemptCases,
  ...groupCases,
  ...halfCloseCases,
  ...inheritedCases,
  ...keepAliveCases,
  ...lentDatagramMemoryCases,
  ...lentMemoryCases,
  ...listenCases,
  ...memoryCases,
  ...optionCases,
  ...orderCases,
  ...processCases,
  ...readCases,
  ...resetCases,
  ...refusalCases,
  ...shortageCases,
  ...unixPathCases,
  ...writeCases,
].sort((one, other) => (one.id < other.id ? -1 : 1));
