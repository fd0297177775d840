import { createHash } from 'node:crypto';

/** A user that exists when the pool starts, confirmed and with a verified e-mail address. */
export interface SeedUser {
  username: string;
  password: string;
  groups: readonly string[];
  attributes: Readonly<Record<string, string>>;
}

/** A group that exists when the pool starts. */
export interface SeedGroup {
  name: string;
  description: string;
  precedence: number;
}

export interface Seed {
  users: readonly SeedUser[];
  groups: readonly SeedGroup[];
}

/** The passwords of the demo's users. They satisfy Cognito's default policy. */
export const ALICE_PASSWORD = 'Alice-Pass-1';
export const BOB_PASSWORD = 'Bob-Pass-1';
export const ROOT_PASSWORD = 'Root-Pass-1';
/** The password of `user01` to `user40`. */
const CROWD_PASSWORD = 'Crowd-Pass-1';

const CROWD_SIZE = 40;
const GIVEN_NAMES = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Ken'] as const;
const FAMILY_NAMES = ['Marsh', 'Reddy', 'Okafor', 'Lindqvist', 'Moreau'] as const;

/** A `sub` that is the same after every start, so that saved commands and links keep working. */
export function subOf(username: string): string {
  const hex = createHash('sha256').update(`lifeguard:${username}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function person(username: string, password: string, fullName: string, groups: readonly string[]): SeedUser {
  const [given = fullName, family = fullName] = fullName.split(' ');
  return {
    username,
    password,
    groups,
    attributes: {
      sub: subOf(username),
      email: `${username}@example.com`,
      email_verified: 'true',
      name: fullName,
      given_name: given,
      family_name: family,
    },
  };
}

function crowd(): SeedUser[] {
  return Array.from({ length: CROWD_SIZE }, (_, index) => {
    const given = GIVEN_NAMES[index % GIVEN_NAMES.length];
    const family = FAMILY_NAMES[index % FAMILY_NAMES.length];
    const groups = index < 3 ? ['support'] : [];
    return person(`user${String(index + 1).padStart(2, '0')}`, CROWD_PASSWORD, `${given} ${family}`, groups);
  });
}

/** alice (no group), bob (`support`), root (`admin`), and enough other users to fill several pages. */
export const DEFAULT_SEED: Seed = {
  groups: [
    { name: 'admin', description: 'Manages users and groups', precedence: 1 },
    { name: 'support', description: 'Answers questions', precedence: 10 },
  ],
  users: [
    person('alice', ALICE_PASSWORD, 'Alice Archer', []),
    person('bob', BOB_PASSWORD, 'Bob Baker', ['support']),
    person('root', ROOT_PASSWORD, 'Rita Root', ['admin']),
    ...crowd(),
  ],
};
