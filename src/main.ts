import { useCompileCache, writeCompileCache } from './compile-cache';

const WRITE_AFTER_MS = 10_000;

useCompileCache();
// Loaded here, because the cache must be enabled before the modules are loaded.
(require('./run') as typeof import('./run')).run();
setTimeout(writeCompileCache, WRITE_AFTER_MS).unref();
