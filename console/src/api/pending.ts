interface Operation<Answer, Body = never, Query = never> {
  parameters: { query?: Query };
  requestBody?: { content: { 'application/json': Body } };
  responses: { 200: { content: { 'application/json': Answer } } };
}
type Done<Body = never, Query = never> = Operation<undefined, Body, Query>;

interface Delivery {
  attribute: string;
  medium: string;
  destination: string;
}
interface Factors {
  enabled: string[];
  preferred?: string;
  signInFactors?: string[];
}
interface FactorChanges {
  enabled: string[];
  preferred?: string | null;
  passkey?: boolean;
}
interface UserSession {
  id: string;
  type: string;
  clientId?: string;
  createdAt: string;
  lastActiveAt?: string;
  deviceType?: string;
  lastIp?: string;
  lastCity?: string;
  lastCountry?: string;
  current?: boolean;
}
interface Device {
  key: string;
  name?: string;
  status?: string;
  lastIp?: string;
  createdAt?: string;
  updatedAt?: string;
  lastSeenAt?: string;
}
interface Passkey {
  id: string;
  name?: string;
  relyingParty?: string;
  attachment?: string;
  transports?: string[];
  createdAt?: string;
}
interface TotpSecret {
  secret: string;
  uri: string;
  qr: string;
}
interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}
interface Cursor {
  cursor?: string;
  limit?: number;
}

/** Routes that the OpenAPI document does not have yet, as the contract has them. */
export interface PendingPaths {
  '/me': {
    patch: Operation<{ codes: Delivery[] } | undefined, { attributes: Record<string, string | null> }>;
  };
  '/me/attributes/{name}/code': { post: Operation<Delivery> };
  '/me/attributes/{name}/verify': { post: Done<{ code: string }> };
  '/me/mfa': { get: Operation<Factors>; put: Done<FactorChanges> };
  '/me/mfa/totp': { post: Operation<TotpSecret> };
  '/me/mfa/totp/verify': { post: Done<{ code: string; deviceName?: string; enable?: boolean }> };
  '/me/sessions': { get: Operation<Page<UserSession>, never, Cursor> };
  '/me/sessions/{id}': { delete: Done<never, { linked?: boolean }> };
  '/me/devices': { get: Operation<Page<Device>, never, Cursor> };
  '/me/devices/{key}': { put: Done<{ remembered: boolean }>; delete: Done };
  '/me/passkeys/options': { post: Operation<Record<string, unknown>> };
  '/me/passkeys': {
    get: Operation<Page<Passkey>, never, Cursor>;
    post: Done<{ credential: unknown }>;
  };
  '/me/passkeys/{id}': { delete: Done };
  '/auth/mfa/totp': {
    post: Operation<TotpSecret & { session: string }, { session: string; username: string }>;
  };
  '/auth/mfa/totp/verify': {
    post: Operation<{ session: string }, { session: string; code: string; deviceName?: string }>;
  };
  '/users/{username}/mfa': { put: Done<FactorChanges> };
  '/users/{username}/mfa/totp': { delete: Done };
  '/users/{username}/sessions': { get: Operation<Page<UserSession>, never, Cursor> };
  '/users/{username}/sessions/{id}': { delete: Done };
  '/users/{username}/devices': { get: Operation<Page<Device>, never, Cursor> };
  '/users/{username}/devices/{key}': { delete: Done };
  '/users/{username}/invitation': { post: Done<Record<string, never>> };
  '/whoami/routes': { get: Operation<{ items: RouteAccess[] }> };
}

interface RouteAccess {
  method: string;
  path: string;
  allowed: boolean | 'depends';
  needs?: unknown;
}
