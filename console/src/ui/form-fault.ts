import { createContext } from 'preact';
import { useContext, useLayoutEffect } from 'preact/hooks';
import type { Problem } from '../api/problem';
import { faultOf } from './error-note';

/** What a form tells its fields: the problem of the last attempt, and which paths have a field. */
export interface FormState {
  readonly problem: Problem | undefined;
  readonly paths: Set<string>;
}

export const FormContext = createContext<FormState | undefined>(undefined);

/** What is wrong with the member of the request that a field stands for, and tells the form that it says so. */
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
