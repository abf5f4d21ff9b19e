import { expect, test } from 'vitest';
import { type Piece, readPiece, writePiece } from '../../../src/deploy/init/pieces.js';

const BLOCK: Piece = {
  kind: 'block',
  path: 'README.md',
  comment: 'html',
  at: 'start',
  content: 'link\n',
};
const MARKED = '<!-- eccola: begin -->\nlink\n<!-- eccola: end -->\n';

test.each([
  ['', MARKED],
  ['# Bears\n\nText.\n', `# Bears\n\n${MARKED}\nText.\n`],
  ['# Bears\n', `# Bears\n\n${MARKED}\n`],
  ['Text without a title.\n', `${MARKED}\nText without a title.\n`],
  ['---\ntitle: x\n---\n# Bears\n', `---\ntitle: x\n---\n# Bears\n\n${MARKED}\n`],
])('puts a block below the title of %j', (text, written) => {
  expect(writePiece(BLOCK, text)).toBe(written);
});

test('a block takes the place of the one before, and leaves all else as it is', () => {
  const text = `# Bears\n\n${MARKED.replace('link', () => 'old $& link')}\nText.\n`;
  expect(readPiece(BLOCK, text)).toBe('old $& link\n');
  expect(writePiece(BLOCK, text)).toBe(`# Bears\n\n${MARKED}\nText.\n`);
});

test('a block at the end keeps an empty line above it', () => {
  const ignore: Piece = {
    ...BLOCK,
    path: '.gitignore',
    comment: 'hash',
    at: 'end',
    content: 'x\n',
  };
  expect(writePiece(ignore, '*.log')).toBe('*.log\n\n# eccola: begin\nx\n# eccola: end\n');
});

const DEPENDENCY: Piece = {
  kind: 'dependency',
  path: 'package.json',
  name: 'eccola',
  content: '1.0.0',
};

test('a dependency joins those of package.json, in its own indentation', () => {
  const text = '{\n    "name": "bears",\n    "dependencies": {\n        "d3": "7.9.0"\n    }\n}\n';
  const written = writePiece(DEPENDENCY, text);
  expect(JSON.parse(written)).toEqual({
    name: 'bears',
    dependencies: { d3: '7.9.0', eccola: '1.0.0' },
  });
  expect(written).toContain('\n    "name"');
  expect(readPiece(DEPENDENCY, written)).toBe('1.0.0');
});

test('a package.json that is not JSON is named, not overwritten', () => {
  expect(() => readPiece(DEPENDENCY, '{')).toThrow('package.json is not JSON.');
});

test('front matter stands first, and is replaced whole', () => {
  const piece: Piece = { kind: 'front-matter', path: 'README.md', content: 'sdk: docker\n' };
  const written = writePiece(piece, '# Bears\n');
  expect(written).toBe('---\nsdk: docker\n---\n# Bears\n');
  expect(writePiece({ ...piece, content: 'sdk: x\n' }, written)).toBe(
    '---\nsdk: x\n---\n# Bears\n',
  );
});
