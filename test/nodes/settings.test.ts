import { readTaskItem } from '../../nodes/shared/items/itemJson';
import { storeKey, storePlace } from '../../nodes/shared/opening/storePlace';
import { readCheckSettings } from '../../nodes/shared/settings/checkSettings';
import { readSyncSettings } from '../../nodes/shared/settings/syncSettings';

describe('storePlace', () => {
	it.each([
		{
			rule: 'is a file in the folder of n8n without a credential',
			fields: undefined,
			environment: { N8N_USER_FOLDER: '/data' },
			file: '/data/.n8n/marketplace-autotask.sqlite',
		},
		{
			rule: 'is that file too where the credential leaves it empty',
			fields: { engine: 'sqlite', file: ' ' },
			environment: { N8N_USER_FOLDER: '/data', EXECUTIONS_MODE: 'queue' },
			file: '/data/.n8n/marketplace-autotask.sqlite',
		},
		{
			rule: 'is what the credential names',
			fields: { engine: 'sqlite', file: '/shared/sync.sqlite' },
			environment: { EXECUTIONS_MODE: 'queue' },
			file: '/shared/sync.sqlite',
		},
	])('$rule', ({ fields, environment, file }) => {
		expect(storePlace(fields, environment)).toEqual({ engine: 'sqlite', file });
	});

	const postgres = { engine: 'postgres', host: ' db ', port: 5433, database: 'sync', user: 'n8n', password: ' p ' };

	it('is a database of PostgreSQL, in queue mode too; only a password keeps its blanks', () => {
		const expected = { ...postgres, host: 'db', ssl: false };
		expect(storePlace(postgres, { EXECUTIONS_MODE: 'queue' })).toEqual(expected);
		expect(storePlace({ ...postgres, ssl: true }, {})).toEqual({ ...expected, ssl: true });
	});

	it.each([
		{ rule: 'refuses queue mode without a credential', fields: undefined, says: /queue mode.*Sync Store credential/ },
		{ rule: 'refuses PostgreSQL without a host', fields: { ...postgres, host: ' ' }, says: /no Host/ },
		{ rule: 'refuses PostgreSQL without a database', fields: { ...postgres, database: '' }, says: /no Database/ },
		{ rule: 'refuses PostgreSQL without a user', fields: { ...postgres, user: undefined }, says: /no User/ },
		{ rule: 'refuses a port that is none', fields: { ...postgres, port: 70_000 }, says: /Port is "70000"/ },
	])('$rule', ({ fields, says }) => {
		expect(() => storePlace(fields, { EXECUTIONS_MODE: 'queue' })).toThrow(says);
	});

	it('is known by file, and by database and login without showing them', () => {
		const keyOf = (changes: object) => storeKey(storePlace({ ...postgres, ...changes }, {}));
		expect(storeKey({ engine: 'sqlite', file: '/data/../data/a.sqlite' })).toBe('/data/a.sqlite');
		expect(keyOf({ host: 'DB' })).toBe(keyOf({}));
		const others = [{ database: 'b' }, { user: 'b' }, { password: 'b' }, { port: 5432 }, { ssl: true }].map(keyOf);
		expect(new Set([keyOf({}), ...others]).size).toBe(6);
		expect(keyOf({})).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe('readCheckSettings', () => {
	const chosen: Record<string, unknown> = { timeZone: 'Europe/London', orderKinds: ['sales'], batchSize: 200 };

	it('reads the time zone without blanks', () => {
		const read = (name: string): unknown => ({ ...chosen, timeZone: ' Europe/London ' })[name];
		expect(readCheckSettings(read).timeZone).toBe('Europe/London');
	});

	it.each([
		{ rule: 'refuses an empty time zone', change: { timeZone: '' }, says: /Time Zone.*Europe\/London/ },
		{ rule: 'refuses a time zone that does not exist', change: { timeZone: 'Mars/Base' }, says: /"Mars\/Base"/ },
		{ rule: 'refuses to look for no kind of order', change: { orderKinds: [] }, says: /Order Kinds/ },
	])('$rule', ({ change, says }) => {
		const settings: Record<string, unknown> = { ...chosen, ...change };
		expect(() => readCheckSettings((name) => settings[name])).toThrow(says);
	});
});

describe('readSyncSettings', () => {
	const defaults: Record<string, unknown> = {
		dryRun: false,
		sameDate: 'nextDay',
		maxLines: 0,
		maxMoney: '',
		hourlyShare: 80,
	};

	it.each([
		{ rule: 'knows no limit by default', change: {}, expected: {} },
		{ rule: 'keeps a limit of lines', change: { maxLines: 5 }, expected: { maxLines: 5 } },
		{ rule: 'keeps a limit of money as text', change: { maxMoney: ' 5000.00 ' }, expected: { maxMoney: '5000.00' } },
	])('$rule', ({ change, expected }) => {
		const settings: Record<string, unknown> = { ...defaults, ...change };
		const read = readSyncSettings((name) => settings[name]);
		expect(read).toEqual({ dryRun: false, sameDate: 'nextDay', hourlyShare: 80, ...expected });
	});

	it.each(['5,000', '-1', 'all', '1.234'])('refuses %s as an amount', (maxMoney) => {
		const settings: Record<string, unknown> = { ...defaults, maxMoney };
		expect(() => readSyncSettings((name) => settings[name])).toThrow(/Most Money per Run/);
	});
});

describe('readTaskItem', () => {
	it.each([
		{ rule: 'an item of another origin', json: { id: 7 }, says: /Item 3 carries no sync task.*Trigger or Sync Tasks/ },
		{ rule: 'an error of a node before', json: { error: 'no zone' }, says: /Item 3 carries an error.*no zone/ },
	])('refuses $rule and says what belongs in front', ({ json, says }) => {
		expect(() => readTaskItem(json, 3)).toThrow(says);
	});
});
