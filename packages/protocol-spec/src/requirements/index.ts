import type { Requirement } from "../requirement.ts";
import { accept } from "./accept.ts";
import { backPressure } from "./back-pressure.ts";
import { chargen } from "./chargen.ts";
import { close } from "./close.ts";
import { connect } from "./connect.ts";
import { datagram } from "./datagram.ts";
import { daytime } from "./daytime.ts";
import { discard } from "./discard.ts";
import { echo } from "./echo.ts";
import { echoUdp } from "./echo-udp.ts";
import { error } from "./error.ts";
import { halfClose } from "./half-close.ts";
import { inherited } from "./inherited.ts";
import { input } from "./input.ts";
import { isolation } from "./isolation.ts";
import { lifetime } from "./lifetime.ts";
import { listen } from "./listen.ts";
import { option } from "./option.ts";
import { read } from "./read.ts";
import { reset } from "./reset.ts";
import { time } from "./time.ts";
import { unix } from "./unix.ts";
import { upper } from "./upper.ts";
import { write } from "./write.ts";

/** Every clause, area by area. */
export const requirements: readonly Requirement[] = [
  ...echo,
  ...halfClose,
  ...read,
  ...write,
  ...backPressure,
  ...close,
  ...reset,
  ...connect,
  ...listen,
  ...inherited,
  ...accept,
  ...isolation,
  ...lifetime,
  ...error,
  ...input,
  ...unix,
  ...option,
  ...upper,
  ...discard,
  ...datagram,
  ...echoUdp,
  ...chargen,
  ...daytime,
  ...time,
];

const byId: ReadonlyMap<string, Requirement> = new Map(
  requirements.flatMap((requirement) =>
    [requirement.id, ...(requirement.aliases ?? [])].map((id) => [id, requirement]),
  ),
);

/** The requirement of this id, or of which this was once the id. */
export function findRequirement(id: string): Requirement | undefined {
  return byId.get(id);
}
