/** Stores sealed sessions, by the hash of their cookie. */
export abstract class SessionStore {
  /** Whether sessions outlive this process and are known to every instance. */
  abstract readonly shared: boolean;

  abstract create(name: string, sealed: Buffer, idleMs: number): Promise<void>;

  /** Reads a session and restarts its idle time. */
  abstract read(name: string, idleMs: number): Promise<Buffer | undefined>;

  /** Replaces a session. Returns false where it has ended meanwhile, and stores nothing then. */
  abstract replace(name: string, sealed: Buffer, idleMs: number): Promise<boolean>;

  abstract delete(name: string): Promise<void>;
}
