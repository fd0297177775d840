interface RouteAccess {
  method: string;
  path: string;
  allowed: boolean | 'depends';
  needs?: unknown;
}

/** Routes that the OpenAPI document does not have yet, as the contract has them. */
export interface PendingPaths {
  '/whoami/routes': {
    get: {
      parameters: object;
      responses: { 200: { content: { 'application/json': { items: RouteAccess[] } } } };
    };
  };
}
