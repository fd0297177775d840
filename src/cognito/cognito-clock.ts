import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

/** A `Date` further from our clock is ignored: AWS refuses signatures that are more than five minutes off. */
const MAX_SKEW_MS = 300_000;
/** How far two clocks may drift apart, per millisecond. */
const DRIFT = 0.0001;
/** Allowance for servers of Cognito whose clocks differ. */
const MARGIN_MS = 50;
/** No wait is longer, whatever the clocks say. */
const MAX_WAIT_MS = 5000;

/** Cognito's time is that of `performance.now()` plus something between `low` and `high`, in milliseconds. */
interface Offset {
  readonly low: number;
  readonly high: number;
  /** When it was known, by `performance.now()`. */
  readonly asOf: number;
}

/**
 * Cognito's clock, by the `Date` of its answers (RFC 9110 section 6.6.1). A token's `iat` is in whole seconds of that
 * clock, so revocations have to be timed by it. Each answer limits the offset between the clocks to about a second; many
 * answers limit it further. Without any answer the clocks count as equal.
 */
@Injectable()
export class CognitoClock {
  #offset: Offset | undefined;
  #latestDate = -Infinity;

  /**
   * Notes an answer. The times of the request and of the answer are those of `performance.now()`.
   *
   * @param date the answer's `Date` header.
   */
  observe(sentAt: number, receivedAt: number, date: string | undefined): void {
    const second = Date.parse(date ?? '');
    if (!(Math.abs(second - Date.now()) <= MAX_SKEW_MS)) return;
    const low = Math.max(second - receivedAt, this.#at(receivedAt).low);
    const high = Math.min(second + 1000 - sentAt, this.#at(receivedAt).high);
    if (low <= high) {
      this.#offset = { low, high, asOf: receivedAt };
      this.#latestDate = Math.max(this.#latestDate, second);
    } else {
      // One of the clocks was set.
      this.#offset = { low: second - receivedAt, high: second + 1000 - sentAt, asOf: receivedAt };
      this.#latestDate = second;
    }
  }

  /** The second that Cognito's clock has reached for certain, in seconds since the epoch. */
  reached(): number {
    const now = performance.now();
    const { low } = this.#offset ? this.#at(now) : equalClocks(now);
    return Math.floor(Math.max(this.#latestDate, now + low) / 1000);
  }

  /** The second that Cognito's clock may have reached at the most. */
  mayHaveReached(): number {
    const now = performance.now();
    const { high } = this.#offset ? this.#at(now) : equalClocks(now);
    return Math.max(this.reached(), Math.floor((now + high) / 1000));
  }

  /** Milliseconds until Cognito's clock has left a second for certain. */
  untilLeft(second: number): number {
    const now = performance.now();
    const { low } = this.#offset ? this.#at(now) : equalClocks(now);
    return Math.min(Math.max(0, (second + 1) * 1000 - (now + low) + MARGIN_MS), MAX_WAIT_MS);
  }

  /** Resolves when Cognito's clock has left a second: a token that is issued from then on has a later `iat`. */
  async left(second: number): Promise<void> {
    const ms = this.untilLeft(second);
    if (ms > 0) await sleep(ms);
  }

  /** What is known of the offset at a time: less with every millisecond since the last answer. */
  #at(now: number): Pick<Offset, 'low' | 'high'> {
    if (!this.#offset) return { low: -Infinity, high: Infinity };
    const { low, high, asOf } = this.#offset;
    const drift = Math.max(0, now - asOf) * DRIFT;
    return { low: low - drift, high: high + drift };
  }
}

function equalClocks(now: number): Pick<Offset, 'low' | 'high'> {
  const offset = Date.now() - now;
  return { low: offset, high: offset };
}

/** Lets a clock observe every answer that a client receives, refusals included. */
export function observeAnswers(client: CognitoIdentityProviderClient, clock: CognitoClock): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const sentAt = performance.now();
      const result = await next(args);
      const { headers } = Object(result.response) as { headers?: Record<string, string | undefined> };
      clock.observe(sentAt, performance.now(), headers?.date);
      return result;
    },
    // The innermost of the steps that see an answer: a refusal is thrown by the one around it.
    { step: 'deserialize', priority: 'low', name: 'observeAnswers' },
  );
}
