/** Every fault of the options, one `name: fault` a line. It stops the start. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}
