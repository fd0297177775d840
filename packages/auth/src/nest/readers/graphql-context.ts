/** A resolver is called with parent, arguments, context and info; a reference resolver without arguments. */
const isReference = (args: readonly unknown[]): boolean => args.length === 3;

/** The context of the operation. */
export const graphqlContext = (args: readonly unknown[]): object => args[isReference(args) ? 1 : 2] as object;

/** The arguments of the field. */
export const graphqlArguments = (args: readonly unknown[]): unknown => (isReference(args) ? {} : args[1]);
