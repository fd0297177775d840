import { Injectable } from '@nestjs/common';

/** Whether the service is shutting down: it still serves requests, and readiness fails. */
@Injectable()
export class Draining {
  readonly #listeners: (() => void)[] = [];
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  /** Calls `listener` when the shutdown begins. */
  onBegin(listener: () => void): void {
    this.#listeners.push(listener);
  }

  begin(): void {
    this.#begun = true;
    for (const listener of this.#listeners) listener();
  }
}
