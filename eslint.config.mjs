import js from '@eslint/js';
import n8nCommunityNodes from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const present = 'The present and randomness come from the Clock port; only src/ports/clock.ts reads the machine.';
const clockRules = {
	'no-restricted-syntax': [
		'error',
		{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: present },
		{ selector: "CallExpression[callee.name='Date']", message: present },
	],
	'no-restricted-properties': [
		'error',
		{ object: 'Date', property: 'now', message: present },
		{ object: 'Math', property: 'random', message: present },
	],
};
const baseRules = (name) => n8nNodesBase.configs[name].rules;

export default tseslint.config(
	{
		ignores: [
			'dist/**',
			'build/**',
			'coverage/**',
			'node_modules/**',
			'test-output/**',
			'simulators/data/**',
			'n8n/**',
		],
	},
	js.configs.recommended,
	...tseslint.configs.recommended,
	{
		languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
	},
	{
		files: ['**/*.{ts,tsx}'],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
			eqeqeq: 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
			],
		},
	},
	{
		files: ['{src,nodes,credentials,simulators,demo,bench}/**/*.{ts,tsx}'],
		rules: { 'max-lines-per-function': ['error', { max: 50, IIFEs: true }] },
	},
	{
		files: ['src/**/*.{ts,tsx}', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		ignores: ['src/ports/clock.ts'],
		rules: {
			...clockRules,
			'no-console': 'error',
			'no-restricted-imports': [
				'error',
				{
					paths: [
						{
							name: 'lodash',
							importNames: ['keyBy', 'groupBy', 'countBy'],
							message: 'Keys from outside may be named like what every object has; take those of src/domain/keyed.ts.',
						},
					],
				},
			],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { '@n8n/community-nodes': n8nCommunityNodes },
		rules: {
			...n8nCommunityNodes.configs.recommended.rules,
			// Reasons: docs/decisions/0001-lint-rules-that-are-off.md.
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
			// An agent sees only the first output: none of these nodes is a tool.
			'@n8n/community-nodes/node-usable-as-tool': 'off',
			// Browsers open the webhooks; there is no third party that would have to be told of them.
			'@n8n/community-nodes/webhook-lifecycle-complete': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...baseRules('nodes'),
			// The other plugin wants NodeConnectionTypes instead, and more than one file in a folder of a node is ours.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-filename-against-convention': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...baseRules('credentials'),
			// The other plugin wants a whole address instead.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// An integration code and a subscription key are secrets.
			'@n8n/community-nodes/credential-unnecessary-password': 'off',
		},
	},
	{
		// A place, not an interface; the nodes that use it test it.
		files: ['credentials/SyncStore.credentials.ts'],
		rules: {
			'@n8n/community-nodes/credential-test-required': 'off',
			'n8n-nodes-base/cred-class-name-unsuffixed': 'off',
			'n8n-nodes-base/cred-class-field-name-unsuffixed': 'off',
			'n8n-nodes-base/cred-class-field-display-name-missing-api': 'off',
		},
	},
	{
		files: ['package.json'],
		plugins: { '@n8n/community-nodes': n8nCommunityNodes, 'n8n-nodes-base': n8nNodesBase },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: {
			'@n8n/community-nodes/n8n-object-validation': 'error',
			'@n8n/community-nodes/package-name-convention': 'error',
			'@n8n/community-nodes/no-forbidden-lifecycle-scripts': 'error',
			'@n8n/community-nodes/no-overrides-field': 'error',
			'@n8n/community-nodes/valid-peer-dependencies': 'off',
			'@typescript-eslint/no-unused-expressions': 'off',
		},
	},
	{
		files: ['**/*.mjs', '**/*.cjs', 'gulpfile.js', 'jest.config.js'],
		languageOptions: {
			globals: {
				process: 'readonly',
				console: 'readonly',
				module: 'writable',
				exports: 'writable',
				require: 'readonly',
				URL: 'readonly',
				Buffer: 'readonly',
				fetch: 'readonly',
				setTimeout: 'readonly',
				clearTimeout: 'readonly',
				setInterval: 'readonly',
				clearInterval: 'readonly',
				__dirname: 'readonly',
				AbortController: 'readonly',
				AbortSignal: 'readonly',
			},
		},
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
