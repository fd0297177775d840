import nodeModule from 'node:module';
import { join } from 'node:path';

// Node 22 and later keep the compiled code of the modules, here among the service's own files, since it is run as it is. Where
// the folder cannot be written, or on Node 20, the modules are compiled at each start.
(nodeModule as Partial<typeof nodeModule>).enableCompileCache?.(
  join(__dirname, '../node_modules/.cache/lifeguard'),
);

// Loaded here, because the cache must be there before the modules.
(require('./run') as typeof import('./run')).run();
