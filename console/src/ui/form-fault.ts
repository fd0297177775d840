import { createContext } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';
import type { Problem } from '../api/problem';
import { faultOf } from './error-note';

/** The state that a form shares with its fields: the problem of the last attempt, and the paths with a field. */
export interface FormState {
  readonly problem: Problem | undefined;
  readonly paths: Set<string>;
}

export const FormContext = createContext<FormState | undefined>(undefined);

/** The error for a field's request member. Registers the path, so that the form does not show the error too. */
export function useFault(path: string | undefined): string | undefined {
  const form = useContext(FormContext);
  const paths = form?.paths;
  useLayoutEffect(() => {
    if (path === undefined) return undefined;
    paths?.add(path);
    return () => void paths?.delete(path);
  }, [paths, path]);
  return path === undefined ? undefined : faultOf(form?.problem, path);
}
