import type { Context } from 'cognito-local/lib/services/context';
import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory';

type Branch = Record<string, unknown>;

/** Copies an object without a prototype, because a user can be called `__proto__` or `constructor`. */
function withoutPrototype(source: object): Branch {
  return Object.assign<Branch, object>(Object.create(null) as Branch, source);
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Storage for cognito-local in memory, so that nothing is written to disk. */
class MemoryStore implements DataStore {
  constructor(private readonly root: Branch) {}

  async get<T>(_context: Context, key: string | string[], fallback?: T): Promise<T> {
    let value: unknown = this.root;
    for (const name of [key].flat()) value = isBranch(value) ? value[name] : undefined;
    // The interface promises T for any stored value; it cannot be checked here.
    return (value ?? fallback ?? null) as T;
  }

  async getRoot<T>(): Promise<T | null> {
    return this.root as T;
  }

  async set(_context: Context, key: string | string[], value: unknown): Promise<void> {
    const { parent, name } = this.#locate(key);
    parent[name] = value;
  }

  async delete(_context: Context, key: string | string[]): Promise<void> {
    const { parent, name } = this.#locate(key);
    delete parent[name];
  }

  #locate(key: string | string[]): { parent: Branch; name: string } {
    const path = [key].flat();
    const name = path.pop() ?? '';
    let parent = this.root;
    for (const step of path) {
      const child = parent[step];
      const next = isBranch(child) ? child : withoutPrototype({});
      parent[step] = next;
      parent = next;
    }
    return { parent, name };
  }
}

export class MemoryStoreFactory implements DataStoreFactory {
  async create(_context: Context, _id: string, defaults: object): Promise<DataStore> {
    const root = withoutPrototype({});
    for (const [name, value] of Object.entries(defaults))
      root[name] = isBranch(value) ? withoutPrototype(value) : value;
    return new MemoryStore(root);
  }
}
