import type { IncomingMessage, ServerResponse } from 'node:http';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { awsCallOf, LoopbackServer, sendAws, type AwsCall } from '../../pool/loopback.server';
import { verifiedClaims } from '../../pool/signing-key';

/** A request as received by the stub. */
export interface Asked extends AwsCall {
  /** The principal and its parents, as derived from the token by the stub. */
  readonly principal?: string;
  readonly parents?: readonly string[];
}

export interface StubOptions {
  readonly storeId: string;
  readonly poolId: string;
  readonly clientIds: readonly string[];
  readonly schema: string;
  readonly policies: string;
}

type Failure = 'throttled' | 'denied' | 'broken' | 'silent';

/**
 * An endpoint that answers IsAuthorizedWithToken as AWS documents it: it refuses an unknown store, and tokens
 * that are forged, expired, of another type or of another client. It is our code and proves nothing about
 * AWS.
 *
 * @see https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/cognito-map-token-to-schema.html
 */
export class VerifiedPermissionsStub {
  readonly asked: Asked[] = [];
  /** The failure that every further request gets instead of a decision. */
  failure: Failure | undefined;

  readonly #server = new LoopbackServer((request, response) => this.#answer(request, response));

  private constructor(private readonly options: StubOptions) {}

  static async start(options: StubOptions): Promise<VerifiedPermissionsStub> {
    const stub = new VerifiedPermissionsStub(options);
    await stub.#server.listen();
    return stub;
  }

  get endpoint(): string {
    return this.#server.url;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { target, body } = await awsCallOf(request);
    if (this.failure === 'silent') return;
    const refused = this.#failed() ?? this.#refused({ target, body });
    if (refused) {
      this.asked.push({ target, body });
      const [status, type, message] = refused;
      return sendAws(response, status, { __type: type, message });
    }
    sendAws(response, 200, this.#decide({ target, body }));
  }

  #failed(): [number, string, string] | undefined {
    switch (this.failure) {
      case 'throttled':
        return [400, 'ThrottlingException', 'Rate exceeded'];
      case 'denied':
        return [400, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:role/x is not authorized'];
      case 'broken':
        return [500, 'InternalServerException', 'Internal error'];
      default:
        return undefined;
    }
  }

  #refused({ target, body }: AwsCall): [number, string, string] | undefined {
    if (target !== 'VerifiedPermissions.IsAuthorizedWithToken')
      return [400, 'UnknownOperationException', target];
    if (body['policyStoreId'] !== this.options.storeId)
      return [400, 'ResourceNotFoundException', 'No such store'];
    const claims = verifiedClaims(String(body['accessToken']));
    const expired = Number(claims?.['exp']) <= Date.now() / 1000;
    const known = this.options.clientIds.includes(String(claims?.['client_id']));
    if (!claims || expired || claims['token_use'] !== 'access' || !known) {
      return [400, 'ValidationException', 'The token is not valid'];
    }
    return undefined;
  }

  #decide({ target, body }: AwsCall): object {
    const claims = verifiedClaims(String(body['accessToken'])) ?? {};
    const { poolId } = this.options;
    const principal = { type: 'User', id: `${poolId}|${String(claims['sub'])}` };
    const groups = (claims['cognito:groups'] as string[] | undefined) ?? [];
    const parents = groups.map((group) => ({ type: 'Group', id: `${poolId}|${group}` }));
    this.asked.push({ target, body, principal: principal.id, parents: parents.map(({ id }) => id) });
    const { actionId } = body['action'] as { actionId: string };
    const { entityType, entityId } = body['resource'] as { entityType: string; entityId: string };
    const answer = cedar.isAuthorized({
      principal,
      action: { type: 'Action', id: actionId },
      resource: { type: entityType, id: entityId },
      context: { token: tokenOf(claims) },
      schema: this.options.schema,
      validateRequest: true,
      policies: { staticPolicies: this.options.policies },
      entities: [
        { uid: principal, attrs: {}, parents },
        ...parents.map((uid) => ({ uid, attrs: {}, parents: [] })),
        ...entitiesOf(body),
      ],
    });
    const response = answer.type === 'success' ? answer.response : undefined;
    return {
      decision: response?.decision === 'allow' ? 'ALLOW' : 'DENY',
      determiningPolicies: response?.diagnostics.reason.map((policyId) => ({ policyId })) ?? [],
      errors: response?.diagnostics.errors.map(({ error }) => ({ errorDescription: error.message })) ?? [],
      principal: { entityType: 'User', entityId: principal.id },
    };
  }
}

/** Claims that the schema of the tests declares; `scope` is a set. */
function tokenOf(claims: Record<string, unknown>): cedar.Context {
  const declared = ['client_id', 'username', 'tenant'].filter((name) => typeof claims[name] === 'string');
  const scopes = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : [];
  return { ...Object.fromEntries(declared.map((name) => [name, claims[name] as string])), scope: scopes };
}

function entitiesOf(body: AwsCall['body']): cedar.Entities {
  const { entityList = [] } = (body['entities'] ?? {}) as { entityList?: Record<string, never>[] };
  return entityList.map(({ identifier, attributes }) => ({
    uid: {
      type: identifier?.['entityType'] as unknown as string,
      id: identifier?.['entityId'] as unknown as string,
    },
    attrs: Object.fromEntries(
      Object.entries((attributes ?? {}) as Record<string, Record<string, unknown>>).map(([name, value]) => [
        name,
        untagged(value),
      ]),
    ),
    parents: [],
  }));
}

function untagged(value: Record<string, unknown>): cedar.CedarValueJson {
  const entity = value['entityIdentifier'] as { entityType: string; entityId: string } | undefined;
  if (entity) return { __entity: { type: entity.entityType, id: entity.entityId } };
  return Object.values(value)[0] as string;
}
