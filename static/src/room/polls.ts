// Polls as they go over /live.
import type { Id } from "./wire.ts";

export type PollKind = "single" | "several" | "scale";
export type PollState = "prepared" | "voting" | "revealed" | "voting_again" | "revealed_again";

/** What a poll asks. The options of a scale are the names of its two ends. */
export interface Asked {
  kind: PollKind;
  background: string;
  question: string;
  options: string[];
}

/** What one vote of a room came to; without `counts`, too few have voted to show it. */
export interface Result {
  vote: number;
  voters: number;
  counts: number[] | null;
  minority: number[];
}

export interface Poll extends Asked {
  id: Id;
  state: PollState;
  vote: number;
  voted: number;
  people: number;
  results: Result[];
  shift: number[] | null;
}

export interface ConsolePoll extends Asked {
  id: Id;
  state: PollState;
  vote: number;
  room: Id | null; // null: in every room
  turnout: { room: Id; voted: number; people: number }[];
}

/** A dilemma of the network's library. */
export interface Dilemma {
  slug: string;
  title: string;
  language: string;
  situation: string;
  question: string;
  options: string[];
}
