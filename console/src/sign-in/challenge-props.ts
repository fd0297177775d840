import type { Act } from '../ui/use-act';
import type { Challenge } from './flow';

/** The props of a challenge's form. */
export interface ChallengeProps {
  readonly challenge: Challenge;
  readonly username: string;
  readonly act: Act;
  /** Sends the responses to the challenge. Resolves to whether they were accepted. */
  readonly respond: (responses: Readonly<Record<string, unknown>>, session?: string) => Promise<boolean>;
}
