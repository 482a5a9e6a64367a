import { tasksPage } from '../../../src/pages/board/tasksPage';
import { importCustomersPage } from '../../../src/pages/imports/importCustomersPage';
import { charges } from '../../../src/pages/mapping/charges';
import { customers } from '../../../src/pages/mapping/customers';
import { mappingPage } from '../../../src/pages/mapping/mappingPage';
import { products } from '../../../src/pages/mapping/products';
import type { Page } from '../../../src/pages/page';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { customerOf, openSeen, seeMany, type SeenWorld } from './seenWorld';
import { checkSettings, planSettings, syncOptions } from '../../sync/fixtureClients';
import { openPage, textOf } from '../openPage';

const board = tasksPage({
	sync: syncOptions,
	plan: planSettings,
	check: { ...checkSettings, processAutomatically: false },
});
const pages = {
	customers: mappingPage(customers),
	products: mappingPage(products({ severalProducts: 'refuse' })),
	charges: mappingPage(charges),
	'import-customers': importCustomersPage({ matchBy: 'companyNumber', language: 'en' }),
} as const satisfies Record<string, Page>;

let world: SeenWorld;

afterEach(async () => await world.close());

/** Values of the boxes that are ticked in a list. */
function tickedIn({ body }: PageAnswer): readonly string[] {
	return [...body.matchAll(/name="ticked" value="([^"]*)"[^>]* checked/g)].map(([, value = '']) => value);
}

/** What each choice of a list stands at, by its field. */
function chosenIn({ body }: PageAnswer): Record<string, string> {
	const selects = body.matchAll(/<select name="(to [^"]*)".*?<\/select>/gs);
	return Object.fromEntries(
		[...selects].map(([text, name = '']) => [name, /value="([^"]*)" selected/.exec(text)?.[1] ?? '']),
	);
}

/** The form as it stands when the page is opened. */
function asShown(answer: PageAnswer) {
	return { action: 'accept', ticked: tickedIn(answer), ...chosenIn(answer) };
}

function queryOf({ location }: PageAnswer): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(location.split('?')[1]));
}

const names = Object.keys(pages) as (keyof typeof pages)[];

describe('the tabs of the mapping', () => {
	it.each(names)('stand on the page %s with how many are mapped', async (name) => {
		world = await openSeen();
		const { body } = await openPage(pages[name], world).show();
		const [, tabs = ''] = /<nav aria-label="Mapping"[^>]*>(.*?)<\/nav>/s.exec(body) ?? [];
		expect(
			tabs
				.replaceAll(/<[^>]+>/g, ' ')
				.replaceAll(/\s+/g, ' ')
				.trim(),
		).toBe('Customers 1/3 Products 0/1 Fees 4/5 Import');
		expect(tabs).toContain(`<a href="${name}" aria-current="page">`);
		expect(body).toContain('<a href="customers" aria-current="page">Mapping</a>');
	});
});

describe('a list of the mapping', () => {
	it('shows what is unmapped where anything is, else all, and either in one click', async () => {
		world = await openSeen();
		const page = openPage(pages.customers, world);
		const first = textOf(await page.show());
		expect([first.includes('Customer 2'), first.includes('external ID C-1')]).toEqual([true, false]);
		expect(first).toContain('Show all (3)');
		const all = textOf(await page.show({ unmapped: 'no' }));
		expect([all.includes('external ID C-1'), all.includes('Show only unmapped (2)')]).toEqual([true, true]);
		expect(textOf(await page.show({ search: 'Customer 1' }))).toContain('external ID C-1');
		await page.send({}, asShown(await page.show()));
		const none = textOf(await page.show());
		expect([none.includes('external ID C-1'), none.includes('Show only')]).toEqual([true, false]);
		expect(textOf(await page.show({ unmapped: 'yes' }))).toContain('All customers are mapped.');
	});

	it.each([
		{ things: 'customers', key: '3', value: '1003', says: 'Customer Customer 3 (3) is mapped to company Company 1003' },
		{
			things: 'products',
			key: 'monthly PRD-M',
			value: '804',
			says: 'Product Basic (PRD-M), billed monthly, is mapped to service Basic (804).',
		},
		{ things: 'charges', key: 'fee', value: 'billingCode 29680001', says: 'Charges of kind fee are booked under' },
	] as const)('maps one of the $things in its row, and no other', async ({ things, key, value, says }) => {
		world = await openSeen();
		const page = openPage(pages[things], world);
		const shown = await page.show();
		expect(shown.body).toContain(`<option value="${value}"`);
		const form = { ...asShown(shown), only: key };
		const refused = await page.send({}, { ...form, [`to ${key}`]: '' });
		expect([refused.statusCode, textOf(refused)]).toEqual([422, expect.stringMatching(/chosen for/)]);
		const done = await page.send({}, { ...form, [`to ${key}`]: value });
		expect(done.statusCode).toBe(303);
		expect(textOf(await page.show({ unmapped: 'no', ...queryOf(done) }))).toContain(says);
		expect(await world.store.customerMappings(world.connectionId)).toHaveLength(things === 'customers' ? 2 : 1);
	});

	it('ticks what is safe, or all that is chosen, or none', async () => {
		world = await openSeen();
		world.autotaskSide.seed({
			Companies: [
				{ id: 1009, companyName: 'Nordic Forest Ltd West', companyType: 'Customer', phone: '1', ownerResourceID: 1 },
			],
		});
		world.marketplaceSide.seed({ customers: [customerOf(8, 'Nordic Forest')] });
		const page = openPage(pages.customers, world);
		await page.send({}, { action: 'load' });
		const first = await page.show();
		expect([tickedIn(first), chosenIn(first)['to 8']]).toEqual([['2', '3'], '1009']);
		expect(tickedIn(await page.show({ tick: 'all' }))).toEqual(['2', '3', '8']);
		expect(tickedIn(await page.show({ tick: 'none' }))).toEqual([]);
		expect(textOf(await page.send({}, { action: 'accept' }))).toContain('Nothing is ticked.');
	});

	it('maps five fees with the button alone where their names leave no doubt', async () => {
		world = await openSeen({ unmapped: 'all' });
		const page = openPage(pages.charges, world);
		const shown = await page.show();
		expect(tickedIn(shown)).toEqual(['setup', 'proration', 'usage', 'fee', 'credit']);
		const done = await page.send({}, asShown(shown));
		expect(textOf(await page.show(queryOf(done)))).toContain('5 of 5 fees are mapped.');
		const names = (await world.store.chargeMappings(world.connectionId)).map((one) => [one.kind, one.targetName]);
		expect(Object.fromEntries(names)).toEqual({
			setup: 'Cloud setup',
			proration: 'Cloud proration',
			usage: 'Cloud usage',
			fee: 'Cloud fees',
			credit: 'Cloud credits',
		});
	});

	it('shows prices of product and service beside each other, and by how much they differ', async () => {
		world = await openSeen();
		const page = openPage(pages.products, world);
		expect(textOf(await page.show())).toContain('Basic (£12.50, cost £10.00; 804, same name)');
		await page.send({}, { action: 'accept', only: 'monthly PRD-M', 'to monthly PRD-M': '804' });
		expect(textOf(await page.show())).toMatch(/£18\.00 cost £14\.40 Basic .* £12\.50 cost £10\.00 differs by -£5\.50/);
	});

	it('is shown with a word where Autotask does not answer', async () => {
		world = await openSeen();
		world.autotaskSide.addFault({ path: '/Companies', times: 0, action: { kind: 'status', status: 500 } });
		const answer = await openPage(pages.customers, world).show();
		expect([answer.statusCode, textOf(answer)]).toEqual([
			200,
			expect.stringContaining('Suggestions and prices are missing.'),
		]);
		expect(answer.body).toContain('aria-label="Map Customer 3"');
	});

	it('stays under 200 kB with 10,000 customers and products', async () => {
		world = await openSeen();
		await seeMany(world, 10_000);
		for (const name of ['customers', 'products'] as const)
			for (const query of [{}, { unmapped: 'no', page: '3' }]) {
				const { body } = await openPage(pages[name], world).show(query);
				expect(body.length).toBeLessThan(200_000);
			}
	});
});

describe('a mapping that tasks wait for', () => {
	it('plans them at once and leads to their review', async () => {
		world = await openSeen({ sold: 2 });
		const page = openPage(pages.products, world);
		const shown = await page.show();
		expect(shown.body).toContain('>Map and plan 2 tasks</button>');
		const mapped = await page.send({}, { ...asShown(shown), only: 'monthly PRD-M' });
		expect(mapped.location).toMatch(/^tasks\?view=planning&/);
		const planned = await openPage(board, world).show(queryOf(mapped));
		expect(planned.statusCode).toBe(303);
		const review = textOf(await openPage(board, world).show(queryOf(planned)));
		expect(review).toContain('Product Basic (PRD-M), billed monthly, is mapped to service Basic (804).');
		expect(review).toMatch(/2 plans wait for approval, \+£\d+\.\d\d a month/);
		expect(queryOf(planned)['review']?.split(',')).toHaveLength(2);
		expect(world.writeRequests()).toBe(0);
	});

	it('plans nothing while the connection is stopped', async () => {
		world = await openSeen({ sold: 1 });
		await world.store.changeConnection(world.connectionId, { stoppedAt: world.clock.now() });
		const page = openPage(pages.products, world);
		const shown = await page.show();
		expect(shown.body).toContain('>Map</button>');
		expect((await page.send({}, { ...asShown(shown), only: 'monthly PRD-M' })).location).toMatch(/^products\?done=/);
	});
});
