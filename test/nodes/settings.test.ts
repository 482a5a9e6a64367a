import { pick } from 'lodash';
import { readTaskItem } from '../../nodes/shared/items/itemJson';
import { storeKey, storePlace } from '../../nodes/shared/opening/storePlace';
import { checkNames, checkSettingsOf, zoneOfCheck } from '../../nodes/shared/settings/checkSettings';
import { ownReader } from '../../nodes/shared/settings/options';
import { ownSettings, withOthers } from '../../nodes/shared/settings/ownSettings';
import { usualSettings } from '../../src/domain/settings/whichCounts';
import { syncNames } from '../../nodes/shared/settings/syncSettings';

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

describe('what a node says for itself', () => {
	it('is the time zone without blanks, and nothing where the parameters are as in Settings', () => {
		const given: Record<string, unknown> = { timeZone: ' Europe/London ', sweep: 'asInSettings', orderKinds: [] };
		expect(ownSettings(checkNames, (name) => given[name])).toEqual({ timeZone: 'Europe/London' });
	});

	const typed: Readonly<Record<string, unknown>> = { sweep: 'daily', timeZone: 'Europe/London', batchSize: 9 };

	function readAs(version: number, options: object): (name: string) => unknown {
		const given: Readonly<Record<string, unknown>> = { ...typed, options };
		return ownReader({ version, read: (name, fallback) => given[name] ?? fallback }, 2);
	}

	it.each([
		{ rule: 'parameters before Options', version: 1, options: { sweep: 'never' }, said: typed },
		{ rule: 'what is added to Options', version: 2, options: { sweep: 'never' }, said: { sweep: 'never' } },
		{ rule: 'nothing, where nothing is added', version: 2, options: {}, said: {} },
		{ rule: 'nothing, where an entry is left empty', version: 2, options: { timeZone: '', maxMoney: ' ' }, said: {} },
	])('is $rule', ({ version, options, said }) => {
		const own = ownSettings([...checkNames, ...syncNames], readAs(version, options));
		expect(own).toEqual(pick(said, [...checkNames, ...syncNames]));
	});

	it.each([
		{ rule: 'parameters before Options', version: 1, options: {}, pace: [9, 5] },
		{ rule: 'Options', version: 2, options: { batchSize: 7, setAsideAfter: 3 }, pace: [7, 3] },
		{ rule: 'nothing', version: 2, options: {}, pace: [200, 5] },
		{ rule: 'an empty field', version: 2, options: { batchSize: '', setAsideAfter: null }, pace: [200, 5] },
	])('hands on as many tasks, as often, as said by $rule', ({ version, options, pace }) => {
		const { batchSize, setAsideAfter } = checkSettingsOf(usualSettings, readAs(version, options));
		expect([batchSize, setAsideAfter]).toEqual(pace);
	});

	it.each([
		{
			rule: 'a time zone that does not exist',
			given: { timeZone: 'Mars/Base' },
			says: /^Marketplace time zone: "Mars\/Base"/,
		},
		{ rule: 'a kind of order that is none', given: { orderKinds: ['gifts'] }, says: /^Order kinds: "gifts"/ },
		{ rule: 'an amount with a comma', given: { maxMoney: '5,000' }, says: /^Most money per run: "5,000"/ },
		{ rule: 'an amount below 0', given: { maxMoney: '-1' }, says: /^Most money per run: "-1"/ },
	])('is refused by its name: $rule', ({ given, says }) => {
		const values: Record<string, unknown> = given;
		expect(() => ownSettings([...checkNames, ...syncNames], (name) => values[name])).toThrow(says);
	});

	it('stands in the items beside what nodes before have said', () => {
		const others = [{ name: 'proration', own: 'Marketplace', inSettings: 'Autotask' }] as const;
		const first = withOthers({ task: 1 }, 'Build', others);
		expect(withOthers(first, 'Sync', [])).toEqual(first);
		expect(withOthers(first, 'Sync', others)).toMatchObject({
			ownSettings: {
				Build: { proration: { own: 'Marketplace', inSettings: 'Autotask' } },
				Sync: { proration: { own: 'Marketplace', inSettings: 'Autotask' } },
			},
		});
	});
});

describe('the time zone of a check', () => {
	it.each([
		{
			rule: "the node's own",
			own: { timeZone: 'Asia/Tokyo' },
			stored: { timeZone: 'Europe/London' },
			zone: 'Asia/Tokyo',
		},
		{ rule: 'that of Settings', own: {}, stored: { timeZone: 'Europe/London' }, zone: 'Europe/London' },
	])('is $rule', ({ own, stored, zone }) => {
		expect(zoneOfCheck(own)(stored)).toBe(zone);
	});

	it('is said to be missing where neither has one, with the places to set it', () => {
		expect(() => zoneOfCheck({})({})).toThrow(
			/^No time zone is set.*on the Settings page, with Sync Tasks \(Change Settings\), or in this node\.$/,
		);
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
