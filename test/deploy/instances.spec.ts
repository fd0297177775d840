import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { parseSettings } from '../../src/config/settings';
import { ALL_SETTINGS } from '../../src/config/settings/rows';
import { readTemplate } from './template.reader';

const ROOT = resolve(__dirname, '../..');
const yaml = (path: string): unknown => load(readFileSync(join(ROOT, path), 'utf8'));

interface Manifest {
  readonly kind: string;
  readonly metadata?: { readonly name: string };
  readonly data?: Record<string, string>;
  readonly spec?: unknown;
}

const folder = 'deploy/kubernetes';
const manifests = readdirSync(join(ROOT, folder))
  .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
  .map((file) => ({ file, manifest: yaml(join(folder, file)) as Manifest }));

const ofKind = (wanted: string): Manifest => {
  const found = manifests.find(({ manifest }) => manifest.kind === wanted);
  if (!found) throw new Error(`There is no ${wanted}`);
  return found.manifest;
};

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: object;
  readonly containers: readonly [
    {
      readonly env: readonly {
        readonly name: string;
        readonly valueFrom: { readonly secretKeyRef: { readonly key: string } };
      }[];
      readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
      readonly securityContext: object;
      readonly startupProbe: Probe;
      readonly readinessProbe: Probe;
      readonly livenessProbe: Probe;
    },
  ];
}

interface Deployment {
  readonly replicas: number;
  readonly strategy: object;
  readonly template: { readonly spec: Pod };
}

describe('the Kubernetes manifests', () => {
  const deployment = ofKind('Deployment').spec as Deployment;
  const pod = deployment.template.spec;
  const [container] = pod.containers;
  const settings = ofKind('ConfigMap').data ?? {};

  it('are all in the kustomization', () => {
    const { resources } = yaml(join(folder, 'kustomization.yaml')) as { resources: string[] };
    expect(resources.toSorted()).toEqual(manifests.map(({ file }) => file).toSorted());
  });

  it('set only settings that the service accepts', () => {
    expect(container.env.map(({ name }) => name)).toEqual(['COGNITO_CLIENT_SECRETS', 'REDIS_URL']);
    for (const { name, valueFrom } of container.env) expect(valueFrom.secretKeyRef.key).toBe(name);
    const client = settings.COGNITO_CLIENT_IDS ?? '';
    const secrets = {
      COGNITO_CLIENT_SECRETS: `${client}=secret`,
      REDIS_URL: 'rediss://:password@store:6379',
    };
    expect(() => parseSettings({ ...settings, ...secrets, NODE_ENV: 'production' })).not.toThrow();
  });

  it('keep an instance until its longest shutdown has ended', () => {
    const longest = Number(settings.SHUTDOWN_DELAY_SECONDS) + Number(settings.SHUTDOWN_TIMEOUT_SECONDS);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(longest + 5);
  });

  it('start a new instance before an old one ends', () => {
    expect(deployment.replicas).toBeGreaterThanOrEqual(2);
    expect(deployment.strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } });
    expect(container.startupProbe.httpGet).toEqual({ path: '/health/ready', port: 'http' });
  });

  it('keep instances in service that have lost the shared store', () => {
    expect(container.readinessProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
  });

  it('expose the metrics on METRICS_PORT', () => {
    const port = container.ports.find(({ name }) => name === 'metrics')?.containerPort;
    expect(String(port)).toBe(settings.METRICS_PORT);
  });

  it('remove every privilege that the service does not need', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      privileged: false,
      capabilities: { drop: ['ALL'] },
    });
  });
});

interface ComposeService {
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly healthcheck?: object;
  readonly stop_grace_period?: string;
  readonly environment?: Record<string, string>;
}

describe('compose.yaml', () => {
  // `<<` belongs to YAML 1.1, which Compose supports and js-yaml does not; the anchor stands for its content.
  const file = yaml('compose.yaml') as {
    services: Record<string, ComposeService & { '<<'?: ComposeService }>;
  };
  const services = Object.entries(file.services).map(([name, own]) => ({ name, ...own['<<'], ...own }));

  it('has the service, its shared store and Prometheus', () => {
    expect(services.map(({ name }) => name)).toEqual(['lifeguard', 'valkey', 'prometheus']);
  });

  it.each(services)('$name writes no file, has no privileges and has a health check', (service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.healthcheck).toBeDefined();
  });

  it('passes every setting to the service', () => {
    const [service] = services;
    const missing = ALL_SETTINGS.filter(({ name }) => !(name in (service?.environment ?? {})));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('keeps the service until its longest shutdown has ended', () => {
    const [service] = services;
    const { SHUTDOWN_DELAY_SECONDS: delay, SHUTDOWN_TIMEOUT_SECONDS: timeout } = service?.environment ?? {};
    expect(Number.parseInt(service?.stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(
      Number(delay) + Number(timeout) + 5,
    );
  });
});

describe('the settings of every deployment', () => {
  const { services } = yaml('compose.yaml') as { services: { lifeguard: { environment: object } } };
  const template = readTemplate(readFileSync(join(ROOT, 'deploy/aws/template.yaml'), 'utf8'));
  const { ContainerDefinitions: tasks } = (template.Resources.TaskDefinition?.Properties ?? {}) as {
    ContainerDefinitions: { Environment: { Name: string }[]; Secrets: { Name: string }[] }[];
  };
  const [pod] = (ofKind('Deployment').spec as Deployment).template.spec.containers;

  // Read by the AWS SDK itself.
  const settings = new Set([
    ...ALL_SETTINGS.map(({ name }) => name),
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
  ]);

  it.each([
    ['compose.yaml', Object.keys(services.lifeguard.environment)],
    [
      'deploy/kubernetes',
      [...Object.keys(ofKind('ConfigMap').data ?? {}), ...pod.env.map(({ name }) => name)],
    ],
    [
      'deploy/aws/template.yaml',
      tasks.flatMap(({ Environment, Secrets }) => [...Environment, ...Secrets]).map(({ Name }) => Name),
    ],
  ])('are only known settings, including the shared store: %s', (_where, names) => {
    expect(names.filter((name) => !settings.has(name))).toEqual([]);
    expect(names).toContain('REDIS_URL');
  });
});
