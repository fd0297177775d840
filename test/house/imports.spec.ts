import { cyclesIn, drawnLayers, folderOf, importsOf, sourceFiles } from './imports';

const files = sourceFiles();
const imports = importsOf(files);
const layers = drawnLayers();

/** The layer of a folder, counted from the lowest; undefined for a folder that is not drawn. */
const height = (folder: string): number | undefined => {
  const index = layers.findIndex((layer) => layer.includes(folder));
  return index < 0 ? undefined : layers.length - index;
};

describe('the layers in docs/architecture.md', () => {
  it('contain every folder of the sources exactly once', () => {
    const folders = new Set(files.map(folderOf));
    expect(layers.flat().toSorted()).toEqual([...folders].toSorted());
  });

  it('allow only imports that point down', () => {
    expect(imports.length).toBeGreaterThan(500);
    const drawn = new Set(files);
    const wrong = imports.filter(({ from, to }) => {
      if (!drawn.has(to)) return false;
      const [above, below] = [folderOf(from), folderOf(to)];
      return above !== below && !((height(above) ?? 0) > (height(below) ?? Infinity));
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});

describe('the imports', () => {
  it('have no cycle of files', () => {
    expect(cyclesIn(imports)).toEqual([]);
  });

  it('of a package stay inside it', () => {
    const leaving = imports.filter(({ from, to }) => {
      const [home] = /^packages\/\w+\//.exec(from) ?? [];
      return home !== undefined && !to.startsWith(home);
    });
    expect(leaving).toEqual([]);
  });

  it('of the service do not use the tests, the embedded pool or the scripts', () => {
    const shipped = imports.filter(({ from }) => /^(?:src|packages)\//.test(from));
    expect(shipped.filter(({ to }) => !/^(?:src\/|packages\/|package\.json$)/.test(to))).toEqual([]);
  });

  it('lead to files that exist', () => {
    expect(imports.filter(({ to }) => !to.endsWith('.ts') && !/\.(?:json|yaml)$/.test(to))).toEqual([]);
  });
});
