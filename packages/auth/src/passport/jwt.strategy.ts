import { Injectable } from '@nestjs/common';
import passport from 'passport';
import { Authenticator } from '../authenticator.ts';
import { Problem } from '../problem.ts';

/** Fastify's request contains Node's own request; Express's is Node's own. */
interface IncomingRequest {
  readonly raw?: { readonly rawHeaders: readonly string[] };
  readonly rawHeaders: readonly string[];
  readonly ip?: string;
}

/**
 * A Passport strategy for `AuthGuard('jwt')`, for applications that guard with Passport: the same
 * verification as the guard of this package. The user is the `Principal`. A refused token fails the login,
 * with the problem as info; an outage is reported as an error and never as a failed login.
 *
 * @example `providers: [JwtStrategy]` together with `LifeguardModule.forRoot({ …, guard: 'manual' })`
 */
@Injectable()
export class JwtStrategy extends passport.Strategy {
  override readonly name = 'jwt';

  constructor(private readonly authenticator: Authenticator) {
    super();
    passport.use(this);
  }

  /** Called by Passport on a copy of the strategy that has `success`, `fail` and `error` of the request. */
  override async authenticate(request: IncomingRequest): Promise<void> {
    try {
      this.success(await this.authenticator.authenticate((request.raw ?? request).rawHeaders));
    } catch (error) {
      if (error instanceof Problem && error.status < 500) this.fail(error as never, error.status);
      else this.error(error);
    }
  }
}
