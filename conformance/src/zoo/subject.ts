import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ServiceName } from "@anysock/protocol-spec";

/** A program whose fault is known: what it is tells which cases are worth something. */
export type ZooSubject = ZooServer | ZooAgent;

interface Known {
  /** Its file's name, without the ending. */
  readonly name: string;
  /** Ids of the requirements that it breaks; each must convict it. None: it is odd but right, and nothing may convict it. */
  readonly violates: readonly string[];
  /** Its fault is in what it does with datagrams: it plays the cases of those, and no others. */
  readonly datagrams?: true;
  /** A process is worn out by its fault: every case gets a fresh one. */
  readonly fresh?: true;
  /** What it keeps is in question: it plays the cases that measure a process too, which cost seconds each. */
  readonly measured?: true;
}

/** A level-0 server. */
export interface ZooServer extends Known {
  readonly kind: "server";
  readonly service: ServiceName;
  /** Bytes a second that it carries, where it is slow: a run measures that first, and its large sizes shrink to it. */
  readonly throughput?: number;
}

/** The raw agent with one part spoiled. */
export interface ZooAgent extends Known {
  readonly kind: "agent";
  /** Which ends of a connection it is judged as. */
  readonly ends: readonly End[];
}

export type End = "client" | "server";

export function fileOf(subject: ZooSubject): string {
  return fileURLToPath(new URL(`../../zoo/${folderOf(subject)}/${subject.name}.mjs`, import.meta.url));
}

/** What is wrong with it, in one sentence: the first line of its file. */
export function faultOf(subject: ZooSubject): string {
  const [first = ""] = readFileSync(fileOf(subject), "utf8").split("\n");
  const fault = /^\/\/ (.+)$/.exec(first)?.[1];
  if (fault === undefined) throw new Error(`${fileOf(subject)}: its first line must say its fault in a comment`);
  return fault;
}

export function isOdd(subject: ZooSubject): boolean {
  return subject.violates.length === 0;
}

function folderOf(subject: ZooSubject): string {
  if (isOdd(subject)) return "oddities";
  return subject.kind === "server" ? "servers" : "agents";
}
