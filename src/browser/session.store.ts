/** Stores sealed sessions by key: the hash of their cookie. */
export abstract class SessionStore {
  /** Whether sessions outlive this process and are known to every instance. */
  abstract readonly shared: boolean;

  abstract create(key: string, sealed: Buffer, idleMs: number): Promise<void>;

  /** Reads a session and restarts its idle time. */
  abstract read(key: string, idleMs: number): Promise<Buffer | undefined>;

  /** Replaces a session. Stores nothing and returns false if it has ended in the meantime. */
  abstract replace(key: string, sealed: Buffer, idleMs: number): Promise<boolean>;

  abstract delete(key: string): Promise<void>;
}
