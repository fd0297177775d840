/** The environment of the process. It is read here and nowhere else. */
export const readEnvironment = (): Record<string, string | undefined> => process.env;
