/** The arguments of a field: parent, arguments, context, info. A reference resolver has no arguments among them. */
const isReference = (args: readonly unknown[]): boolean => args.length === 3;

/** The context of the operation. */
export const graphqlContext = (args: readonly unknown[]): object => args[isReference(args) ? 1 : 2] as object;

/** The arguments of the field. */
export const graphqlArguments = (args: readonly unknown[]): unknown => (isReference(args) ? {} : args[1]);
