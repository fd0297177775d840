import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { explainTogether, type AuthenticatedRequest } from 'lifeguard-auth';
import { requirementsOf } from '../openapi/requirement';
import { Problem } from '../problems/problem';
import { Permissions } from './permissions';

/** The parts of a request that the guard reads. The access guard has set the caller. */
interface PermitRequestParts extends AuthenticatedRequest {
  readonly params: Readonly<Record<string, string>>;
}

/** Runs after the access guard, on handlers with `@Permit` only. */
@Injectable()
export class PermitGuard implements CanActivate {
  constructor(private readonly permissions: Permissions) {}

  /** @throws Problem `forbidden`, or what the engine throws if no decision can be made */
  async canActivate(context: ExecutionContext): Promise<true> {
    const ready = this.permissions.find(context.getHandler());
    const { principal, accessToken, params } = context.switchToHttp().getRequest<PermitRequestParts>();
    // A public route has no caller, so there is no principal for a decision.
    if (!ready || !principal || accessToken === undefined) throw refusal();
    const { permission, entities } = ready;
    const id = params[permission.resource.param] ?? '';
    const resource = await entities?.load(id, principal);
    const { allowed } = await this.permissions.decide({
      permission,
      id,
      resource,
      caller: principal,
      accessToken,
    });
    if (!allowed) throw explained(refusal(), context.getHandler());
    return true;
  }
}

const refusal = (): Problem => new Problem('forbidden', 'The policies do not allow the caller to do this.');

/** Records in the problem, for the log, that the policies refused. */
function explained(problem: Problem, handler: object): Problem {
  const [first = 'the policies allow it', ...others] = requirementsOf(handler);
  const refused = (text: string) => ({ text, holds: false }) as const;
  problem.because = () => explainTogether([refused(first), ...others.map(refused)]);
  return problem;
}
