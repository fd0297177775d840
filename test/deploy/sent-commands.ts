import ts from 'typescript';

/** The commands of the SDK that a source file sends, by whose right, and what could not be told. */
export interface SentCommands {
  readonly byRight: ReadonlyMap<string, ReadonlySet<string>>;
  readonly unclear: readonly string[];
}

interface Source {
  readonly path: string;
  readonly text: string;
}

/**
 * Finds every `….send(command, { as })` with the `new …Command` that it sends, also through a constant. A command that is
 * made and not seen sent, or whose right is no literal, is unclear: the comparison with the policy would miss it.
 */
export function sentCommands(sources: readonly Source[]): SentCommands {
  const byRight = new Map<string, Set<string>>();
  const unclear: string[] = [];
  for (const { path, text } of sources) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
    const made = nodesOf(file).filter(ts.isNewExpression).filter(isCommand);
    const sent = new Set<ts.Node>();
    for (const { command, right } of sendsIn(file)) {
      const creation = creationOf(command);
      if (creation === undefined || right === undefined) {
        unclear.push(`${path}: ${command.parent.getText(file)}`);
        continue;
      }
      sent.add(creation);
      byRight.set(right, (byRight.get(right) ?? new Set()).add(nameOf(creation)));
    }
    unclear.push(...made.filter((node) => !sent.has(node)).map((node) => `${path}: ${nameOf(node)}`));
  }
  return { byRight, unclear };
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}

const isCommand = (node: ts.NewExpression): boolean => /\wCommand$/.test(node.expression.getText());

const nameOf = (node: ts.NewExpression): string =>
  node.expression
    .getText()
    .replace(/^.*\./, '')
    .replace(/Command$/, '');

function sendsIn(file: ts.SourceFile): { command: ts.Expression; right: string | undefined }[] {
  return nodesOf(file)
    .filter(ts.isCallExpression)
    .flatMap(({ expression, arguments: [command, options] }) => {
      if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'send') return [];
      if (command === undefined || options === undefined || !ts.isObjectLiteralExpression(options)) return [];
      const as = options.properties.find((property) => property.name?.getText() === 'as');
      if (as === undefined) return [];
      const literal = ts.isPropertyAssignment(as) && ts.isStringLiteral(as.initializer);
      return [{ command, right: literal ? as.initializer.text : undefined }];
    });
}

/** The `new …Command` that an argument is, or that the nearest constant of that name holds. */
function creationOf(argument: ts.Expression): ts.NewExpression | undefined {
  if (ts.isNewExpression(argument)) return argument;
  if (!ts.isIdentifier(argument)) return undefined;
  for (let scope: ts.Node = argument.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    if (!ts.isBlock(scope)) continue;
    const declared = scope.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find(({ name }) => name.getText() === argument.text);
    if (declared)
      return declared.initializer && ts.isNewExpression(declared.initializer)
        ? declared.initializer
        : undefined;
  }
  return undefined;
}
