import type { ApiCase } from "./api-case.ts";
import { backlogCases } from "./cases/backlog.ts";
import { closeCases } from "./cases/close.ts";
import { keepAliveCases } from "./cases/keep-alive.ts";
import { listenCases } from "./cases/listen.ts";
import { memoryCases } from "./cases/memory.ts";
import { optionCases } from "./cases/option.ts";
import { orderCases } from "./cases/order.ts";
import { processCases } from "./cases/process.ts";
import { shortageCases } from "./cases/shortage.ts";
import { unixPathCases } from "./cases/unix-path.ts";

/** Every case, sorted by its id. */
export const apiCases: readonly ApiCase[] = [
  ...backlogCases,
  ...closeCases,
  ...keepAliveCases,
  ...listenCases,
  ...memoryCases,
  ...optionCases,
  ...orderCases,
  ...processCases,
  ...shortageCases,
  ...unixPathCases,
].sort((one, other) => (one.id < other.id ? -1 : 1));
