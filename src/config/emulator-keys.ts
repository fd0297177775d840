import type { Settings } from './settings';

/**
 * Whether the signing keys of emulators, whose private halves are public, are accepted: in development and
 * tests only.
 */
export const acceptsEmulatorKeys = ({ runtime: { environment } }: Pick<Settings, 'runtime'>): boolean =>
  environment === 'development' || environment === 'test';
