import { CONTEXT } from '../emulator.services';
import type { Actions, PoolState } from './pool.state';
import { refusal, text } from './request.reader';

/** Refuses a second group of the same name, which cognito-local would overwrite, losing its members. */
export function groupActions(state: PoolState): Actions {
  return {
    CreateGroup: async (request, next) => {
      if (await state.pool.getGroupByGroupName(CONTEXT, text(request, 'GroupName'))) {
        throw refusal('GroupExistsException', 'A group with the name already exists.');
      }
      return next(request);
    },
  };
}
