import { Injectable } from '@nestjs/common';

/** Whether the service is about to end: it serves what still comes, and asks to be sent no more. */
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
