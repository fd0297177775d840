/** The environment of the process. Only this file reads it. */
export const readEnvironment = (): Record<string, string | undefined> => process.env;
