import { Injectable } from '@nestjs/common';

/** Whether the service is shutting down: it still serves requests, and readiness fails. */
@Injectable()
export class Draining {
  #begun = false;

  get begun(): boolean {
    return this.#begun;
  }

  begin(): void {
    this.#begun = true;
  }
}
