import { Injectable, Optional } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SharedStore } from 'lifeguard-auth/redis';
import { seal, unseal } from './sealed';

/** No flight is longer: two attempts at Cognito of a minute each. A flight whose instance died is forgotten then. */
const FLIGHT_MS = 120_000;
/** How long an answer lies ready for those who wait for it, and how often they look. */
const ANSWER_MS = 5000;
const LOOK_MS = 25;

/**
 * One call to Cognito for callers that renew with the same refresh token at the same time, on whichever instance: with
 * rotation the first renewal makes the token useless for the second, which would be refused. Only callers that came
 * while a renewal was under way share its answer; the next one begins its own.
 */
@Injectable()
export class RefreshFlight {
  readonly #flights = new Map<string, Promise<unknown>>();

  constructor(@Optional() private readonly store?: SharedStore) {}

  /**
   * Joins the renewal that is under way, or begins one.
   *
   * @param secret what callers must have in common: the refresh token above all.
   */
  join<T>(secret: string, renew: () => Promise<T>): Promise<T> {
    const name = createHash('sha256').update(secret).digest('base64url');
    const known = this.#flights.get(name) as Promise<T> | undefined;
    if (known) return known;
    const flight = this.#fly(name, secret, renew).finally(() => this.#flights.delete(name));
    this.#flights.set(name, flight);
    return flight;
  }

  async #fly<T>(name: string, secret: string, renew: () => Promise<T>): Promise<T> {
    const { store } = this;
    if (!store?.up) return renew();
    const [lock, id] = [`lifeguard:refresh:{${name}}`, randomUUID()];
    const leader = await this.#begin(store, lock, id);
    if (leader === undefined) return renew();
    if (leader !== id) return (await this.#await<T>(store, lock, leader, secret)) ?? renew();
    try {
      const answer = await renew();
      await store
        .run((redis) => redis.set(`${lock}:${id}`, seal(answer, secret, id), 'PX', ANSWER_MS))
        .catch(ignore);
      return answer;
    } finally {
      await store.run((redis) => redis.del(lock)).catch(ignore);
    }
  }

  /** The id of the flight that is under way, which may be ours now; undefined where the store does not tell. */
  async #begin(store: SharedStore, lock: string, id: string): Promise<string | undefined> {
    try {
      const begun = await store.run((redis) => redis.set(lock, id, 'PX', FLIGHT_MS, 'NX'));
      return begun === 'OK' ? id : ((await store.run((redis) => redis.get(lock))) ?? undefined);
    } catch {
      return undefined;
    }
  }

  /** The answer of another instance; undefined where it got none or is gone, which leaves the renewal to us. */
  async #await<T>(store: SharedStore, lock: string, leader: string, secret: string): Promise<T | undefined> {
    try {
      for (let isUnderWay = true; ;) {
        const answer = await store.run((redis) => redis.get(`${lock}:${leader}`));
        if (answer !== null) return unseal(answer, secret, leader) as T;
        if (!isUnderWay) return undefined;
        await sleep(LOOK_MS);
        isUnderWay = (await store.run((redis) => redis.get(lock))) === leader;
      }
    } catch {
      return undefined;
    }
  }
}

/** A store that is gone costs the others their share of the answer, and the caller nothing. */
const ignore = (): undefined => undefined;
