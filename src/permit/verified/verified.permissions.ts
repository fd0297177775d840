import type {
  EntityItem,
  IsAuthorizedWithTokenCommandOutput,
  VerifiedPermissionsClient,
} from '@aws-sdk/client-verifiedpermissions';
import type { Decision } from '../cedar/cedar.types';
import type { Permission } from '../permission';
import type { PermitEngine, PermitRequest } from '../permit.engine';
import { attributeValues } from './attribute.values';
import { toProblem } from './failures';

export interface VerifiedPermissionsOptions {
  readonly region: string;
  readonly storeId: string;
  /** For one request, in milliseconds. */
  readonly timeoutMs: number;
}

/** Decides with Amazon Verified Permissions, using the caller's own access token. */
export class VerifiedPermissions implements PermitEngine {
  readonly name = 'verified-permissions';
  #client: VerifiedPermissionsClient | undefined;

  constructor(private readonly options: VerifiedPermissionsOptions) {}

  /** The schema is in the store, so nothing can be checked here. */
  whyNot(_permission: Permission): undefined {
    return undefined;
  }

  /**
   * @see https://docs.aws.amazon.com/verifiedpermissions/latest/apireference/API_IsAuthorizedWithToken.html
   * @throws Problem `rate_limited`, `policy_unavailable`, `token_invalid`, `policy_misconfigured`
   */
  async decide({ permission, id, resource, accessToken }: PermitRequest): Promise<Decision> {
    const entity = { entityType: permission.resource.type, entityId: id };
    const entityList: EntityItem[] = resource
      ? [
          {
            identifier: entity,
            attributes: attributeValues(resource.attributes),
            parents: resource.parents?.map((parent) => ({ entityType: parent.type, entityId: parent.id })),
          },
        ]
      : [];
    const sdk = loadSdk();
    const command = new sdk.IsAuthorizedWithTokenCommand({
      policyStoreId: this.options.storeId,
      accessToken,
      action: { actionType: 'Action', actionId: permission.action },
      resource: entity,
      ...(entityList.length > 0 && { entities: { entityList } }),
    });
    const abortSignal = AbortSignal.timeout(this.options.timeoutMs);
    const answer = await this.#connect()
      .send(command, { abortSignal })
      .catch((error: unknown) => {
        throw toProblem(error);
      });
    return decisionOf(answer);
  }

  // The SDK retries throttled requests with growing pauses; callers should not wait for that.
  #connect(): VerifiedPermissionsClient {
    this.#client ??= new (loadSdk().VerifiedPermissionsClient)({
      region: this.options.region,
      maxAttempts: 1,
    });
    return this.#client;
  }
}

const loadSdk = () =>
  require('@aws-sdk/client-verifiedpermissions') as typeof import('@aws-sdk/client-verifiedpermissions');

/**
 * Verified Permissions skips a policy whose evaluation fails, even a `forbid`. So any error is a refusal
 * here.
 */
function decisionOf({ decision, determiningPolicies, errors }: IsAuthorizedWithTokenCommandOutput): Decision {
  const messages = errors?.map(({ errorDescription }) => errorDescription ?? 'unknown') ?? [];
  return {
    allowed: decision === 'ALLOW' && messages.length === 0,
    reasons: determiningPolicies?.map(({ policyId }) => policyId ?? '') ?? [],
    errors: messages,
  };
}
