import type { CustomerId, TaskId } from '../src/domain/ids';
import { answerPage } from '../src/pages/answerPage';
import { tasksPage } from '../src/pages/board/tasksPage';
import { importCustomersPage } from '../src/pages/imports/importCustomersPage';
import { logPage } from '../src/pages/log/logPage';
import { charges } from '../src/pages/mapping/charges';
import { customers } from '../src/pages/mapping/customers';
import { homePage } from '../src/pages/home/homePage';
import { mappingPage } from '../src/pages/mapping/mappingPage';
import { products } from '../src/pages/mapping/products';
import type { Page, PagePorts } from '../src/pages/page';
import { readPageRequest } from '../src/pages/pageRequest';
import { taskPage } from '../src/pages/wizard/taskPage';
import { realClock } from '../src/ports/clock';
import { manyTasks } from '../test/pages/board/manyTasks';
import { buildSettings, checkSettings, connection, syncOptions } from '../test/sync/fixtureClients';
import { startWorld, type World } from '../test/sync/fixtureWorld';

const severalProducts = 'refuse';
const plan = { matchCompanyBy: 'companyNumber', severalProducts, build: buildSettings } as const;
const board = tasksPage({ plan, sync: syncOptions, check: checkSettings });
const task = taskPage({ plan, sync: syncOptions });
const customersPage = mappingPage(customers);
const productsPage = mappingPage(products({ severalProducts }));
const chargesPage = mappingPage(charges);
const imports = importCustomersPage({ matchBy: 'companyNumber', language: 'en' });

const times = 9;
const headers = { authorization: `Basic ${Buffer.from('bench:secret').toString('base64')}` };

type Query = Readonly<Record<string, string>>;

/** A page of each kind, the last ones and searches included. */
function views(id: TaskId, planned: readonly TaskId[]): readonly (readonly [string, Page, Query])[] {
	return [
		['home', homePage, {}],
		['tasks', board, {}],
		['tasks, last page', board, { page: '201' }],
		['tasks that failed', board, { state: 'failed' }],
		['tasks, search', board, { search: 'SX77' }],
		['tasks, 50 to review', board, { review: planned.slice(0, 50).join(',') }],
		['tasks, first connection', board, { view: 'first' }],
		['log', logPage, {}],
		['log of a customer', logPage, { customer: '1' }],
		['tasks, all that wait', board, { review: 'all' }],
		['task, a plan', task, { id }],
		['task, a long plan', task, { id: planned[0] ?? '' }],
		['task, contracts', task, { id, step: 'contract' }],
		['customers', customersPage, {}],
		['customers, search', customersPage, { search: 'Customer 77' }],
		['customers, suggestions', customersPage, { view: 'suggestions' }],
		['products', productsPage, {}],
		['charges', chargesPage, {}],
		['import customers', imports, {}],
	];
}

async function filled(world: World): Promise<readonly (readonly [string, Page, Query])[]> {
	const order = world.order({
		kind: 'sale',
		customerId: '1',
		productId: 'PRD-1',
		quantity: 10,
		at: '2026-10-16T09:00:00Z',
	});
	await world.run({ check: { processAutomatically: false } });
	const { id } = await world.taskOf(order);
	const planned = await manyTasks(world.store, connection.connectionId, id);
	const customer = await world.marketplace.customer('1' as CustomerId);
	if (!customer) throw new RangeError('no customer');
	const many = Array.from({ length: 10_000 }, (_, at) => {
		return { ...customer, id: `many-${at}` as CustomerId, name: `Customer ${at}`, externalId: `M-${at}` };
	});
	await world.store.saveCustomers(connection.connectionId, many, world.clock.now());
	return views(id, planned);
}

/** How large each page is and how long it takes in the process, with 10,000 tasks and 10,000 customers in the store. */
async function main(): Promise<void> {
	const world = await startWorld();
	const { store, autotask, marketplace } = world;
	const ports: PagePorts = { clock: realClock, store, autotask, marketplace, inputs: connection };
	try {
		for (const [name, page, query] of await filled(world)) {
			const taken: number[] = [];
			let bytes = 0;
			for (let time = 0; time < times; time += 1) {
				const began = performance.now();
				const { body, statusCode } = await answerPage(page, readPageRequest({ query, body: {}, headers }), ports);
				taken.push(performance.now() - began);
				bytes = Buffer.byteLength(body);
				if (statusCode !== 200) throw new Error(`${name}: ${statusCode}`);
			}
			const [middle, slowest] = [taken.toSorted((a, b) => a - b)[times >> 1] ?? 0, Math.max(...taken)];
			console.log(
				`${name}: ${(bytes / 1000).toFixed(0)} kB, ${middle.toFixed(0)} ms, slowest of ${times} ${slowest.toFixed(0)} ms`,
			);
		}
	} finally {
		await world.close();
	}
}

void main();
