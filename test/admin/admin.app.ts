import { PoolService, startBeforePool } from '../support/pool.service';
import type { Answer } from '../support/test-service';

/** The service with an embedded pool, called as an admin. */
export class AdminApp extends PoolService {
  static override async start(environment: Record<string, string> = {}): Promise<AdminApp> {
    return new AdminApp(...(await startBeforePool(environment)));
  }

  /** Calls as `root`, an admin, unless another token is given. */
  override request(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
    return super.request(method, path, body, token ?? this.tokenOf('root', ['admin']));
  }
}
