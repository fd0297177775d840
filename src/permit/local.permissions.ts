import { CedarEngine } from './cedar/cedar.engine';
import { loadCedar, type Decision } from './cedar/cedar.types';
import { readPolicyFiles } from './cedar/policy.files';
import type { Permission } from './permission';
import type { PermitEngine, PermitRequest } from './permit.engine';
import { PermitError } from './permit.error';
import { questionOf } from './question';

/** Decides in this process, with the policies of a folder. */
export class LocalPermissions implements PermitEngine {
  readonly name = 'cedar';
  readonly #engine: CedarEngine;

  /**
   * @throws PermitError if the files cannot be read or are invalid
   */
  constructor(
    folder: string,
    private readonly poolId: string,
  ) {
    this.#engine = new CedarEngine(loadCedar(), filesOf(folder));
  }

  whyNot({ action, resource }: Permission): string | undefined {
    const why = this.#engine.shapes.whyNot(action, resource.type);
    if (why === undefined) this.#engine.prepare(action);
    return why;
  }

  decide({ permission, id, resource, caller }: PermitRequest): Decision {
    const { shapes } = this.#engine;
    const mistyped = shapes.mistyped(permission.resource.type, resource?.attributes ?? {});
    if (mistyped.length > 0) {
      const errors = mistyped.map(
        (name) => `the attribute ${name} is not of the type that the schema declares`,
      );
      return { allowed: false, reasons: [], errors };
    }
    return this.#engine.decide(questionOf(permission, id, resource, caller, { poolId: this.poolId, shapes }));
  }
}

function filesOf(folder: string) {
  try {
    return readPolicyFiles(folder);
  } catch (error) {
    throw new PermitError([
      `${folder}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    ]);
  }
}
