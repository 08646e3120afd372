import type { DatagramCase } from "../api-case.ts";
import { socketCases } from "./datagram/socket.ts";
import { trafficCases } from "./datagram/traffic.ts";

/** The rules of datagrams, over each family. */
export const datagramCases: readonly DatagramCase[] = [...trafficCases, ...socketCases];
