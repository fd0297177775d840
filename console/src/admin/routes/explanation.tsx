import { find } from '../../messages/messages';
import { Allowed } from '../../tokens/allowed';
import type { Explained } from './explain-call';

type Node = Explained['because'];

/** An explanation: the decision, each requirement and whether it is met, and notes about what is unknown. */
export function Explanation({ of: { route, allowed, because, notes } }: { readonly of: Explained }) {
  return (
    <div class="explanation">
      <p>
        <Allowed allowed={allowed} /> <code>{route}</code>
      </p>
      <ul class="tree">
        <Requirement node={because} />
      </ul>
      {notes.map((note) => (
        <p key={note} class="hint">
          <Marked text={note} />
        </p>
      ))}
    </div>
  );
}

function Requirement({ node: { text, holds, children } }: { readonly node: Node }) {
  return (
    <li>
      <Allowed allowed={holds} /> <Marked text={find(`explain.${text}`) ?? text} />
      {children && children.length > 0 && (
        <ul class="tree">
          {children.map((child, index) => (
            <Requirement key={index} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Formats names as code: the service puts them in backticks. */
function Marked({ text }: { readonly text: string }) {
  return (
    <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
  );
}
