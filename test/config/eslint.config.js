import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const onlyTypes = [
  { selector: 'TSEnumDeclaration', message: 'A union of literals instead of an enum.' },
  { selector: 'TSModuleDeclaration[kind=namespace]', message: 'A module instead of a namespace.' },
];

/** Ways to turn text into HTML: a text from outside must stay text. */
const sinks = 'innerHTML|outerHTML|srcdoc|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe';
const noHtmlFromText = [
  `MemberExpression[property.name=/^(${sinks})$/]`,
  `MemberExpression[property.value=/^(${sinks})$/]`,
  `TemplateElement[value.raw=/\\.(${sinks})\\s*=/]`,
  'MemberExpression[object.name=document][property.name=/^write(ln)?$/]',
  'ImportDeclaration[source.value=/unsafe-(html|svg|mathml)/]',
].map((selector) => ({ selector, message: 'This turns text into HTML.' }));

export default defineConfig(
  { ignores: ['dist/', 'release/', 'test/.tmp/', 'test/fidelity/more/', 'integrations/smoke/*/'] },
  {
    // Whoever wants an exception says so here, where everybody sees it.
    linterOptions: { noInlineConfig: true },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-unused-vars': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Deprecated, and without a successor: it edits a field as its user does.
      '@typescript-eslint/no-deprecated': ['error', { allow: [{ from: 'lib', name: 'execCommand' }] }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['describe', 'it', 'suite', 'test'], package: 'node:test' },
          ],
        },
      ],
      // TypeScript keeps what it knew of a field over an await; looking again there is the very thing to do.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // The reason of an AbortSignal is typed as any, and is handed on.
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      // A method is async because its interface says so.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-syntax': ['error', ...onlyTypes],
    },
  },
  { files: ['src/**', 'demo/**'], rules: { 'no-restricted-syntax': ['error', ...onlyTypes, ...noHtmlFromText] } },
  // The name of a tag is added where its framework has the others: in a namespace.
  {
    files: ['src/{jsx,preact,solid}.ts'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-namespace': 'off' },
  },
  { files: ['src/**'], ignores: ['src/browser/shared/console-log.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['test/**'],
    rules: {
      'max-lines': ['error', 400],
      // What a test reads is checked by what it asserts.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // The unit tests of a folder share a process (scripts/test.mjs), and with it what stands outside of every suite.
    files: ['test/**/*.test.ts'],
    ignores: ['test/{package,interop}/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...onlyTypes,
        {
          selector: 'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(Each)?$/]',
          message: 'A hook of every test in the folder: put it into a suite, or into its test.',
        },
      ],
    },
  },
  {
    files: ['**/*.wtr.ts'],
    rules: {
      // Each assertion of chai has a `then` in its type, for the one kind that is asynchronous.
      '@typescript-eslint/no-floating-promises': 'off',
      // An event that a listener gets was made by the element under test.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  { files: ['test/types/**'], rules: { '@typescript-eslint/ban-ts-comment': 'off' } },
);
