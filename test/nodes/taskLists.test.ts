import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { omit } from 'lodash';
import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { taskSearches } from '../../nodes/SyncTasks/searches';
import type { PlanQuestion } from '../../src/domain/answers/planQuestion';
import type { PlanLine } from '../../src/domain/plan/planRow';
import type { SyncTask } from '../../src/domain/task/task';
import { realClock } from '../../src/ports/clock';
import { openStore } from '../../src/store/openStore';
import { at, connection, customerId, day, here, line, plan, productId, subscriptionId, task } from '../store/samples';

const discoveryUrl = 'https://webservices.autotask.net/atservicesrest/v1.0/';
const zone = JSON.stringify({ url: 'https://webservices14.autotask.net/', ci: 12, username: 'api', discoveryUrl });
const waiting = { state: 'attention', attention: { reason: 'approval', message: 'Look at it.' } } as const;

const seats = {
	kind: 'recurring',
	selected: true,
	effectiveDate: day('2026-10-16'),
	serviceName: 'Mail',
	invoiceDescription: 'Mail for everybody',
	currentQuantity: 10,
	quantityChange: 3,
	detail: '',
	row: 'product s1 p1',
} as const;

/** A row that changes units and price, one that nothing can be changed of, and a charge that is not ticked. */
const lines: readonly PlanLine[] = [
	seats,
	{ ...seats, kind: 'price', effectiveDate: day('2026-11-01') },
	omit({ ...seats, kind: 'credit', invoiceDescription: 'By Autotask' } as const, 'row'),
	{ ...seats, kind: 'setup', invoiceDescription: 'Set-up', selected: false, row: 'charge k' },
];

const questions: readonly PlanQuestion[] = [
	{
		asks: 'ownUnits',
		subscriptionId: subscriptionId('s1'),
		productId: productId('p1'),
		contractServiceId: line(77),
		inForce: 12,
		linkedUnits: 0,
		suggestion: 10,
	},
];

let folder: string;

async function keep(tasks: readonly SyncTask[]): Promise<void> {
	const store = await openStore({ engine: 'sqlite', file: join(folder, 'store.sqlite') }, realClock);
	await store.saveConnection(connection);
	const customer = { id: customerId('1000'), name: 'Ashdown' };
	await store.saveCustomers(here, [customer], at('08:00'));
	await store.addTasks(tasks);
	await store.savePlans(
		here,
		tasks.map(({ id }) => ({ ...plan(id, 'f1'), lines, questions })),
	);
	await store.close();
}

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lists-'));
});

afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** What the editor is while a parameter is chosen. */
function context(parameters: Readonly<Record<string, unknown>> = {}): ILoadOptionsFunctions {
	const credentials: Readonly<Record<string, IDataObject>> = {
		syncStore: { engine: 'sqlite', file: join(folder, 'store.sqlite') },
		autotaskApi: { username: 'api', secret: 'a', integrationCode: 'b', discoveryUrl, zone },
		resellerMarketplaceApi: { account: 'main', username: 'reader' },
	};
	const asked: Partial<ILoadOptionsFunctions> = {
		getNode: () => ({ credentials: { syncStore: { id: null, name: 'Store' } } }) as never,
		getNodeParameter: ((name: string) => parameters[name]) as never,
		getCredentials: ((name: string) => Promise.resolve(credentials[name])) as never,
	};
	return asked as ILoadOptionsFunctions;
}

async function list(
	method: 'searchOpenTasks' | 'searchTasks',
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await taskSearches[method].call(context(), filter, paginationToken);
}

describe('the list of tasks', () => {
	it('says order, kind, customer and what a task waits for', async () => {
		await keep([
			task('order-1001', { orderNumber: '1001', kind: 'change', ...waiting }),
			task('initial-7', { kind: 'initial', state: 'synced', customerId: customerId('2000') }),
		]);
		const { results } = await list('searchTasks');
		expect(results.map(({ name }) => name).sort()).toEqual([
			'Order 1001, change, Ashdown: approval',
			'initial-7, initial, 2000: synced',
		]);
		expect((await list('searchOpenTasks')).results.map(({ value }) => value)).toEqual(['order-1001']);
	});

	it.each([
		{ typed: '1001', found: ['order-1001'] },
		{ typed: ' ashdown ', found: ['order-1001'] },
		{ typed: 'INITIAL-7', found: ['initial-7'] },
		{ typed: '10_1', found: [] },
		{ typed: 'x'.repeat(5_000), found: [] },
	])('finds as the board does: $typed', async ({ typed, found }) => {
		await keep([
			task('order-1001', { orderNumber: '1001' }),
			task('initial-7', { kind: 'initial', customerId: customerId('2000') }),
		]);
		expect((await list('searchTasks', typed)).results.map(({ value }) => value)).toEqual(found);
	});

	it('goes on with the next page until there is no more', async () => {
		await keep(Array.from({ length: 120 }, (_, n) => task(`order-${n}`)));
		const first = await list('searchTasks');
		const second = await list('searchTasks', '', String(first.paginationToken));
		const third = await list('searchTasks', '', String(second.paginationToken));
		const pages = [first, second, third].map(({ results }) => results.map(({ value }) => value));
		expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
		expect(new Set(pages.flat()).size).toBe(120);
		expect(third.paginationToken).toBeUndefined();
		expect((await list('searchTasks', '', 'not a number')).results).toEqual(first.results);
	});
});

describe('the list of rows', () => {
	it('has each row of the chosen task’s plan that can be changed, once', async () => {
		await keep([task('order-1')]);
		const rows = context({ taskId: 'order-1' });
		const { results } = await taskSearches.searchRows.call(rows);
		expect(results).toEqual([
			{ name: 'Mail for everybody, recurring, 2026-10-16', value: 'product s1 p1' },
			{ name: 'Set-up, setup, 2026-10-16, not ticked', value: 'charge k' },
		]);
		const found = await taskSearches.searchRows.call(rows, 'SET');
		expect(found.results.map(({ value }) => value)).toEqual(['charge k']);
		expect((await taskSearches.searchRows.call(context({ taskId: 'order-0' }))).results).toEqual([]);
		expect((await taskSearches.searchRows.call(context({}))).results).toEqual([]);
	});
});

describe('the list of questions', () => {
	it('names what the chosen task’s plan asks of, with what the quantities suggest', async () => {
		await keep([task('order-1')]);
		const { results } = await taskSearches.searchQuestions.call(context({ taskId: 'order-1' }));
		expect(results).toEqual([{ name: 'p1: contract service 77 holds 12, suggested 10', value: 's1/p1' }]);
	});
});
