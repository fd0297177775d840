import { run } from '../../src/run';

// Loaded when tracing has started.
run(() => [(require('./orders.module') as typeof import('./orders.module')).OrdersModule]);
