import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Import rules of docs/architecture.md: which folder may reach which. */
const noNode = { group: ['node:*', 'fs-extra', 'fast-glob', 'yargs', 'yargs/*'], message: 'this folder is pure: no file system, process or clock' };
const folder = (name) => ({ group: [`**/${name}/**`], message: `this folder does not import ${name}` });
const limit = (files, patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } });
const noProcess = (files) => ({
  files,
  rules: {
    'no-restricted-globals': ['error', 'process', 'console', '__dirname', 'setTimeout', 'setInterval'],
    'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' }],
  },
});
const outer = ['commands', 'collect', 'history', 'terminal', 'io', 'config'].map(folder);

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', 'test/fixtures/**', 'test/fixtures-compare/**', 'profile-report/**', 'logs_local/**', '.cache/**', 'resources/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['*.config.js'], rules: { 'no-restricted-exports': 'off' } },
  limit(['src/core/**'], [noNode, ...outer, folder('importers'), folder('exporters'), folder('report')]),
  limit(['src/importers/**'], [noNode, ...outer, folder('exporters'), folder('report')]),
  limit(['src/exporters/**'], [noNode, ...outer, folder('importers'), folder('report')]),
  limit(['src/report/**'], [noNode, ...outer, folder('importers'), folder('exporters')]),
  limit(['src/terminal/**'], [{ group: ['fs-extra', 'fast-glob', 'yargs'], message: 'terminal turns models into text' }, folder('commands'), folder('io'), folder('importers'), folder('exporters'), folder('report')]),
  noProcess(['src/core/**', 'src/importers/**', 'src/exporters/**', 'src/report/*.ts', 'src/report/svg/**', 'src/report/view/**']),
  { files: ['test/**', 'scripts/**'], rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);
