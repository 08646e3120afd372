import { shown } from "./shown.ts";

/** What every driver has; the rest is there where it can do more. */
const methods = ["resolve", "connect", "listen"] as const;

/** What a driver lacks to be one, or `undefined`: `unknown`, because whoever writes one need not have its types. */
export function driverFault(driver: unknown): string | undefined {
  if (typeof driver !== "object" || driver === null) return `the driver is ${shown(driver)}: expected a Driver`;
  const { runtime, supports } = driver as Readonly<Record<string, unknown>>;
  const { name, version } = (runtime ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || typeof version !== "string") return "runtime of the driver is not { name, version }";
  if (typeof (supports as Partial<ReadonlySet<string>> | null | undefined)?.has !== "function") {
    return `supports of the driver is ${shown(supports)}, and not a Set of capabilities`;
  }
  const missing = methods.find((method) => typeof Reflect.get(driver, method) !== "function");
  return missing === undefined ? undefined : `the driver has no method ${missing}`;
}
