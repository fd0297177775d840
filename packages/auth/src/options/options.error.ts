/** Invalid options: the message has one `name: fault` line for each. It prevents startup. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}
