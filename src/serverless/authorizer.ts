import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticator, RoutePolicies, type Principal, type RoutePolicy } from 'lifeguard-auth';
import { RouteRouter } from '../access/route-router';
import { DOCUMENT_PATHS } from '../openapi/docs';
import { isProblem } from '../problems/problem';
import { policyAnswer, simpleAnswer, type PolicyAnswer, type SimpleAnswer } from './authorizer.answers';
import {
  questionIn,
  takesSimpleAnswer,
  type AuthorizerEvent,
  type AuthorizerQuestion,
} from './authorizer.events';

/** The response format for HTTP APIs with payload version 2.0; all other senders read policies only. */
export type AnswerForm = 'policy' | 'simple';

/** The authorizer as Lambda calls it. */
export type AuthorizerHandler = (event: AuthorizerEvent) => Promise<PolicyAnswer | SimpleAnswer>;

interface Verdict {
  readonly allowed: boolean;
  readonly caller?: Principal;
}

/** API Gateway answers 401 if an authorizer fails with exactly this text, and 500 for any other. */
const UNAUTHORIZED = 'Unauthorized';

/**
 * Creates the Lambda authorizer of an application, with the same routes, policies, verification and
 * revocations.
 *
 * The handler rejects with `Unauthorized` for a missing or invalid token, which API Gateway answers with
 * 401, and with another text if the keys are unavailable, which it answers with 500.
 */
export function createAuthorizer(app: NestFastifyApplication, form: AnswerForm): AuthorizerHandler {
  const authenticator = app.get(Authenticator, { strict: false });
  const routes = routesOf(app.get(RoutePolicies, { strict: false }));
  return async (event) => {
    const question = readQuestion(event);
    const { allowed, caller } = question
      ? await decide(question, routes, authenticator)
      : { allowed: false, caller: undefined };
    return form === 'simple' && takesSimpleAnswer(event)
      ? simpleAnswer(allowed, caller)
      : policyAnswer(allowed, event.routeArn ?? event.methodArn ?? '', caller);
  };
}

/** Undefined for an ambiguous path, which the service refuses as well. */
function readQuestion(event: AuthorizerEvent): AuthorizerQuestion | undefined {
  try {
    return questionIn(event);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

type Routes = RouteRouter<{ readonly method: string; readonly path: string; readonly policy: RoutePolicy }>;

const routesOf = (policies: RoutePolicies): Routes =>
  new RouteRouter([
    ...DOCUMENT_PATHS.map((path) => ({ method: 'GET', path, policy: { kind: 'public' } as const })),
    ...policies.list(),
  ]);

async function decide(
  { method, path, rawHeaders }: AuthorizerQuestion,
  routes: Routes,
  authenticator: Authenticator,
): Promise<Verdict> {
  const found = routes.find(method, path);
  if (found?.route.policy.kind === 'public') return { allowed: true };
  const { principal } = await identified(authenticator, rawHeaders);
  if (!found) return { allowed: false, caller: principal };
  const { params } = found;
  const { policy } = found.route;
  const allowed =
    policy.kind === 'authenticated' || (policy.kind === 'policy' && policy.admits(principal, params));
  return { allowed, caller: principal };
}

async function identified(authenticator: Authenticator, rawHeaders: readonly string[]) {
  try {
    return await authenticator.identify(rawHeaders);
  } catch (error) {
    if (isProblem(error) && error.status < 500) throw new Error(UNAUTHORIZED, { cause: error });
    throw new Error('The token could not be verified', { cause: error });
  }
}
