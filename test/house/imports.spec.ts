import { cyclesIn, drawnFloors, importsOf, roomOf, sourceFiles } from './imports';

const files = sourceFiles();
const imports = importsOf(files);
const floors = drawnFloors();

/** The floor of a room, counted from the lowest; undefined for a room that is not drawn. */
const height = (room: string): number | undefined => {
  const index = floors.findIndex((floor) => floor.includes(room));
  return index < 0 ? undefined : floors.length - index;
};

describe('the layers in docs/architecture.md', () => {
  it('contain every folder of the sources exactly once', () => {
    const rooms = new Set(files.map(roomOf));
    expect(floors.flat().toSorted()).toEqual([...rooms].toSorted());
  });

  it('allow only imports that point down', () => {
    expect(imports.length).toBeGreaterThan(500);
    const drawn = new Set(files);
    const wrong = imports.filter(({ from, to }) => {
      if (!drawn.has(to)) return false;
      const [above, below] = [roomOf(from), roomOf(to)];
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
