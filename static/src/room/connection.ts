// One Socket.IO line to /live: WebSocket first, long polling where that is blocked. It comes back by
// itself, each browser at its own random moment, so that a restarted server is not overrun.
import { io } from "socket.io-client";
import type { Socket } from "socket.io-client";

import type { Answer, Refusal, Wire } from "./wire.ts";

const ANSWER_WITHIN = 8_000;

export interface Events {
  up(): void;
  down(): void;
  /** The server refuses this session; trying again would not help. */
  refused(): void;
}

export class Connection implements Wire {
  readonly #socket: Socket;
  readonly #events: Events;
  #stopped = false;
  #return: ReturnType<typeof setTimeout> | undefined;

  constructor(token: string, language: string, events: Events) {
    this.#events = events;
    this.#socket = io("/live", {
      auth: { token, language },
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      reconnectionDelay: 700,
      reconnectionDelayMax: 8_000,
      randomizationFactor: 0.6,
      timeout: 10_000,
    });
    this.#socket.on("connect", () => this.#events.up());
    this.#socket.on("disconnect", (reason) => this.#lost(reason));
    this.#socket.on("connect_error", (error) => this.#failed(error));
    this.#socket.on("going", () => this.#comeBack());
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  start(): void {
    this.#stopped = false;
    this.#socket.connect();
  }

  get transport(): string {
    return this.#socket.io.engine?.transport.name ?? "";
  }

  /** Close the line for good, until `start`. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#return);
    this.#socket.disconnect();
  }

  async ask<T>(event: string, data: object): Promise<Answer<T>> {
    if (!this.connected) return refusal("offline");
    try {
      const answer: Answer<T> = await this.#socket.timeout(ANSWER_WITHIN).emitWithAck(event, data);
      if (!answer.ok && answer.code === "not_signed_in") this.#refused();
      return answer;
    } catch {
      return refusal(this.connected ? "no_answer" : "offline");
    }
  }

  hear<T>(event: string, handler: (data: T) => void): () => void {
    this.#socket.on(event, handler);
    return () => this.#socket.off(event, handler);
  }

  #lost(reason: Socket.DisconnectReason): void {
    if (this.#stopped) return;
    this.#events.down();
    // Socket.IO does not come back by itself from a close that the server asked for.
    if (reason === "io server disconnect") this.#comeBack();
  }

  #failed(error: Error): void {
    if (this.#stopped) return;
    if (error.message === "not_signed_in") {
      this.#refused();
    } else {
      this.#events.down();
      if (!this.#socket.active) this.#comeBack();
    }
  }

  #refused(): void {
    this.stop();
    this.#events.refused();
  }

  #comeBack(): void {
    if (this.#stopped) return;
    clearTimeout(this.#return);
    if (this.#socket.active) {
      this.#socket.disconnect();
      this.#events.down();
    }
    this.#return = setTimeout(() => this.#socket.connect(), 500 + Math.random() * 2_500);
  }
}

function refusal(code: string): Refusal {
  return { ok: false, code, message: "" };
}
