import { afterAll, expect, test } from "vitest";
import { CLIENTS, MEBIBYTE, measure } from "./measured-memory.ts";
import { hasPython } from "./peer.ts";
import { type Adapter, Setting } from "./setting.ts";

/** That the cases about memory would see it: of connections that hold 2 MiB each, as no adapter may. */
export function testMeasurement(adapter: Adapter, specifier: string): void {
  const setting = new Setting(adapter, "tcp4", "python", specifier);
  afterAll(async () => {
    await setting.clear();
    await setting.end();
  });

  const why = hasPython ? "" : " (no python3 here)";
  test.skipIf(why !== "")(`connections that hold 2 MiB each are found out${why}`, { timeout: 60_000 }, async () => {
    const plan = { handler: "hoard", size: 2 * MEBIBYTE, offered: 16 * MEBIBYTE, clients: CLIENTS / 4 };
    const { memory, inside, lost } = await measure(setting, plan);
    expect(memory).toBeGreaterThan(MEBIBYTE);
    expect(inside).toBeGreaterThan(MEBIBYTE);
    expect(lost).toBe(0);
  });
}
