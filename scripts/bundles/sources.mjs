/** Compiles the sources of the service for esbuild, which does not emit decorator metadata itself. */
import { transformFile } from '@swc/core';

const OPTIONS = {
  swcrc: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

export const sources = {
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await transformFile(path, OPTIONS)).code,
      loader: 'js',
    }));
  },
};
