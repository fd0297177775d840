/**
 * Parses a Dockerfile into its stages: `[{ name, from, steps: [{ instruction, text }] }]`. Joins continued lines, and
 * drops comments and the instructions before the first FROM.
 */
export function stagesOf(dockerfile) {
  const stages = [];
  for (const { instruction, text } of instructions(dockerfile)) {
    if (instruction === 'FROM') {
      const [from, name] = text.split(/\s+AS\s+/i);
      stages.push({ name: name ?? String(stages.length), from, steps: [] });
    } else stages.at(-1)?.steps.push({ instruction, text });
  }
  return stages;
}

function instructions(dockerfile) {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  const joined = lines.join('\n').replaceAll(/\\\n\s*/g, '');
  return joined.split('\n').map((line) => {
    const [, instruction, text] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
    if (instruction === undefined) throw new Error(`Not an instruction: ${line}`);
    return { instruction: instruction.toUpperCase(), text: text.trim() };
  });
}

/** Parses the arguments of COPY: `{ from, sources, target }`, where `from` is the source stage, if any. */
export function copyOf(text) {
  const words = text.split(/\s+/);
  const flags = words.filter((word) => word.startsWith('--'));
  const unknown = flags.find((flag) => !flag.startsWith('--from='));
  if (unknown !== undefined) throw new Error(`COPY ${unknown} is not supported`);
  const paths = words.filter((word) => !word.startsWith('--'));
  return { from: flags[0]?.slice('--from='.length), sources: paths.slice(0, -1), target: paths.at(-1) };
}

/**
 * Returns a function that reports whether `.dockerignore` excludes a path. The last line that matches the path, or a
 * folder above it, decides.
 */
export function ignoredBy(dockerignore) {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ kept: line.startsWith('!'), pattern: toRegExp(line.replace(/^!/, '')) }));
  return (path) => {
    const last = rules.findLast(({ pattern }) => pattern.test(path));
    return last !== undefined && !last.kept;
  };
}

function toRegExp(glob) {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (wild) =>
      wild === '**/' ? '(?:.*/)?' : wild === '**' ? '.*' : wild === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}(?:/.*)?$`);
}
