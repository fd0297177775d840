import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { HttpSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';

/** URLs of created resources: absolute if `PUBLIC_URL` is set, because clients do not know its path. */
@Injectable()
export class Locations {
  readonly #base: string;

  constructor(@Inject(SETTINGS.http) { publicUrl = '' }: HttpSettings) {
    this.#base = publicUrl;
  }

  /**
   * Sets the `Location` of a creation (RFC 9110 section 10.2.2).
   *
   * @param segments of the path, not encoded.
   */
  set(reply: FastifyReply, ...segments: string[]): void {
    reply.header('location', `${this.#base}/${segments.map(encodeURIComponent).join('/')}`);
  }
}
