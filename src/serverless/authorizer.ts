import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import findMyWay from 'find-my-way';
import { Authenticator, RoutePolicies, type Params, type Principal, type RoutePolicy } from 'lifeguard-auth';
import { MAXIMUM_PARAM_LENGTH } from '../http/limits';
import { DOCUMENT_PATHS } from '../openapi/docs';
import { isProblem } from '../problems/problem';
import { policyAnswer, simpleAnswer, type PolicyAnswer, type SimpleAnswer } from './authorizer.answers';
import {
  questionIn,
  takesSimpleAnswer,
  type AuthorizerEvent,
  type AuthorizerQuestion,
} from './authorizer.events';

/** The form of the answers to HTTP APIs with payload version 2.0; every other sender reads policies only. */
export type AnswerForm = 'policy' | 'simple';

/** The authorizer as Lambda calls it. */
export type AuthorizerHandler = (event: AuthorizerEvent) => Promise<PolicyAnswer | SimpleAnswer>;

interface Verdict {
  readonly allowed: boolean;
  readonly caller?: Principal;
}

/** API Gateway answers 401 where an authorizer fails with this very text, and 500 for any other. */
const UNAUTHORIZED = 'Unauthorized';

/**
 * Makes the Lambda authorizer of an application: the same routes, policies, verification and revocations decide.
 *
 * The handler rejects with `Unauthorized` for no token or a bad one, and with another text where the keys cannot be
 * read: API Gateway then answers 401 and 500.
 */
export function createAuthorizer(app: NestFastifyApplication, form: AnswerForm): AuthorizerHandler {
  const authenticator = app.get(Authenticator, { strict: false });
  const routes = routerOf(app.get(RoutePolicies, { strict: false }));
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

/** Undefined for an address that could mean several resources: the service refuses it as well. */
function readQuestion(event: AuthorizerEvent): AuthorizerQuestion | undefined {
  try {
    return questionIn(event);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

type Routes = (method: string, path: string) => { policy: RoutePolicy; params: Params } | undefined;

/** Finds a route as the server's own router does: the same library with the same options. */
function routerOf(policies: RoutePolicies): Routes {
  const router = findMyWay({ maxParamLength: MAXIMUM_PARAM_LENGTH });
  const add = (method: string, path: string, policy: RoutePolicy): void =>
    router.on(method as 'GET', path, () => policy);
  for (const path of DOCUMENT_PATHS) add('GET', path, { kind: 'public' });
  for (const { method, path, policy } of policies.list()) add(method, path, policy);
  return (method, path) => {
    const found = router.find((method === 'HEAD' ? 'GET' : method) as 'GET', path);
    if (!found || Object.values(found.params).includes('')) return undefined;
    const policy = (found.handler as unknown as () => RoutePolicy)();
    return { policy, params: found.params as Params };
  };
}

async function decide(
  { method, path, rawHeaders }: AuthorizerQuestion,
  routes: Routes,
  authenticator: Authenticator,
): Promise<Verdict> {
  const route = routes(method, path);
  if (route?.policy.kind === 'public') return { allowed: true };
  const { principal } = await identified(authenticator, rawHeaders);
  if (!route) return { allowed: false, caller: principal };
  const { policy, params } = route;
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
