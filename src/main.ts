import nodeModule from 'node:module';
import { join } from 'node:path';

// Node 22 and later cache the compiled code of the modules, in this folder. On Node 20, or if the folder cannot be
// written, the modules are compiled at every start.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.(
  join(__dirname, '../node_modules/.cache/lifeguard'),
);

// Loaded here, because the cache must be enabled before the modules are loaded.
(require('./run') as typeof import('./run')).run();
