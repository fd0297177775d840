import { explainTogether, type Explanation } from 'lifeguard-auth';
import type { Explained } from './access.schema';
import type { AssumedCaller } from './assumed-caller';
import { explainFurther } from './further-requirements';
import { documentPath, type FoundRoute } from './route-finder';

/** Whether a caller may call a route, and why, by the policy that the guard evaluates. */
export function explainRoute({ route, params }: FoundRoute, caller: AssumedCaller): Explained {
  const own = explainPolicy({ route, params }, caller);
  const others = explainFurther(route);
  const because = explainTogether([own, ...others]);
  return {
    route: `${route.method} ${documentPath(route.path)}`,
    allowed: own.holds === true && others.length > 0 ? 'depends' : allowed(own, caller),
    because,
    notes: [...caller.notes],
  };
}

function explainPolicy({ route, params }: FoundRoute, { principal, unknowns }: AssumedCaller): Explanation {
  const { policy } = route;
  switch (policy.kind) {
    case 'public':
      return { text: 'public: no token is needed', holds: true };
    case 'authenticated':
      return { text: 'any valid access token', holds: true };
    case 'policy':
      return policy.explain(principal, params, unknowns);
  }
}

/** If everything is known, an undecided verdict (a predicate failed) is a refusal, as in the guard. */
function allowed({ holds }: Explanation, { unknowns }: AssumedCaller): Explained['allowed'] {
  return holds === 'unknown' && unknowns.size === 0 ? false : holds;
}
