import { execFile } from 'node:child_process';

/** The names in a gateway document that must be defined by the template including it. */
export async function gatewayReferences(kind: string, root: string): Promise<string[]> {
  const node = [
    '--disable-warning=ExperimentalWarning',
    '-r',
    '@swc-node/register',
    'gateway/gateway.cli.ts',
  ];
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|COGNITO)_/.test(name)),
  );
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [...node, '--kind', kind],
      { cwd: root, env, maxBuffer: 2 ** 24 },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
  });
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.split('.')[0] ?? name);
  return [...new Set(names)];
}
