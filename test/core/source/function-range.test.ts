import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import ts from 'typescript';
import { functionRange, readCode } from '../../../src/core/source/function-range.ts';

const lineBreak = /\r\n|\n|\r/;
/** Name, line of def, last line and first decorator of every function, by Python's own parser. */
const pythonOracle = `import ast, json, sys
print(json.dumps([[path, n.name, n.lineno, n.end_lineno, min([d.lineno for d in n.decorator_list], default=n.lineno)]
  for path in sys.argv[1:] for n in ast.walk(ast.parse(open(path, encoding='utf8').read())) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]))`;

describe('functionRange', () => {
  it('finds the ends that the parser of Python finds', () => {
    const programs = 'test/fixtures/programs';
    const files = readdirSync(programs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py')).map((name) => `${programs}/${name}`);
    const rows = JSON.parse(execFileSync('python3', ['-c', pythonOracle, ...files], { encoding: 'utf8' })) as [string, string, number, number, number][];
    expect(rows.length).to.be.greaterThan(15);
    for (const [path, name, line, end, decorator] of rows) {
      const source = readCode(path, readFileSync(path, 'utf8').split(lineBreak));
      expect(functionRange(source, name, line), `${path} ${name}`).to.deep.equal({ start: line, end });
      expect(functionRange(source, name, decorator), `${path} @${name}`).to.deep.equal({ start: decorator, end });
    }
  });

  it('finds the ends that the parser of TypeScript finds', () => {
    let count = 0;
    for (const path of ['src/core/source/function-range.ts', 'src/core/source/mask-source.ts', 'src/io/read-source.ts', 'src/core/analysis/line-costs.ts']) {
      const text = readFileSync(path, 'utf8');
      const source = readCode(path, text.split(lineBreak));
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      for (const statement of file.statements) {
        if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
        const lineOf = (at: number): number => file.getLineAndCharacterOfPosition(at).line + 1;
        const range = { start: lineOf(statement.name.getStart()), end: lineOf(statement.end) };
        for (const line of [0, range.start, range.end]) expect(functionRange(source, statement.name.text, line), `${path} ${statement.name.text} ${line}`).to.deep.equal(range);
        count += 1;
      }
    }
    expect(count).to.be.greaterThan(15);
  });

  it('is not led astray by brackets in strings, comments, types and signatures', () => {
    const cases: [string, string, string, number, [number, number] | null][] = [
      ['a.py', 'def f(\n    a={"(": 1},\n):\n    """doc\nat zero { (\n"""\n    return [\n1]\n# end\ndef g(): pass', 'm.f', 0, [1, 8]],
      ['a.ts', 'export function foo({ a }: { a: number }): { x: number } {\n  const re = /[{/]\\{/g;\n  return `${a} {` + "}"; // }\n}\nfoo(1);', 'foo', 0, [1, 4]],
      ['a.js', 'class K {\n  async bar(a) {\n    a.map((x) => {\n      foo({ a: x });\n    });\n  }\n}', 'K.bar', 0, [2, 6]],
      ['a.js', 'go(\n  list.map((x) => {\n    foo(x);\n  }));', '(anonymous)', 2, [2, 4]],
      ['a.go', 'func (s *S) Run(x interface{}) (map[string]interface{}, error) {\n\tc := \'{\'\n\td := `{\n{`\n\treturn nil, nil\n}\nfunc main() {}', 'main.(*S).Run', 4, [1, 6]],
      ['a.rs', "impl<'a> Foo<'a> {\n  pub fn run<T>(&self, x: &'a str) -> Vec<T> where T: X {\n    r#\"{\" {\"#; '{'\n  }\n}", 'foo::Foo<T>::run', 0, [2, 4]],
      ['a.c', "int work(struct x *p);\nstatic int work(struct x *p)\n{\n  if (p->c == '}') go(/* } */);\n}\n", 'work', 0, [2, 5]],
      ['a.rb', 'def f\nend', 'f', 1, [1, 2]],
      ['a.py', 'x = 1', '<module>', 1, null],
      ['a.py', 'x = 1', 'f', 0, null],
      ['a.py', 'x = 1', 'f', 99, null],
    ];
    for (const [file, text, name, line, range] of cases) {
      expect(functionRange(readCode(file, text.split('\n')), name, line), text).to.deep.equal(range === null ? null : { start: range[0], end: range[1] });
    }
  });
});
