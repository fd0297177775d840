import type { Settings } from './settings';

/** Whether signing keys are accepted whose private halves are published with an emulator: on a laptop and in tests only. */
export const acceptsEmulatorKeys = ({ runtime: { environment } }: Pick<Settings, 'runtime'>): boolean =>
  environment === 'development' || environment === 'test';
