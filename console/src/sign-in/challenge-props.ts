import type { Act } from '../ui/use-act';
import type { Challenge } from './flow';

/** What the form of a challenge is given. */
export interface ChallengeProps {
  readonly challenge: Challenge;
  readonly username: string;
  readonly act: Act;
  /** Answers the challenge with these responses. */
  readonly respond: (responses: Readonly<Record<string, unknown>>, session?: string) => Promise<boolean>;
}
