import { createApp } from './app';
import { readEnvironment } from './config/environment';
import { parseSettings } from './config/settings';
import { RoutePolicies } from 'lifeguard-auth';
import { createLogger } from './log/logger';
import { routeTable } from './openapi/route-table';

/** Stand-ins for what a start needs and the table does not: nothing listens and no pool is asked. */
const PLACEHOLDERS = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_placeholder',
  COGNITO_CLIENT_IDS: 'placeholder',
};

/** Prints who may call what, as the application decided it at start. */
async function printRoutes(): Promise<void> {
  const environment = readEnvironment();
  const set = Object.entries(environment).filter(([, value]) => value);
  const settings = parseSettings({ ...PLACEHOLDERS, ...Object.fromEntries(set) });
  const app = await createApp(settings, createLogger('silent'));
  for (const line of routeTable(app.get(RoutePolicies).list())) console.log(line);
  await app.close();
}

printRoutes().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
