import { charges } from '../../../src/pages/mapping/charges';
import { customers } from '../../../src/pages/mapping/customers';
import { mappingPage } from '../../../src/pages/mapping/mappingPage';
import { products } from '../../../src/pages/mapping/products';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { startWorld, type World } from '../../sync/fixtureWorld';
import { type OpenPage, openPage, textOf } from '../openPage';

const pages = {
	customers: mappingPage(customers),
	products: mappingPage(products({ severalProducts: 'refuse' })),
	charges: mappingPage(charges),
};

let world: World;

/** A world whose customer 3 and product PRD-M nobody has mapped, though both were seen. */
beforeEach(async () => {
	world = await startWorld({ companies: 3, unmappedCharges: ['fee'] });
	const money = { currency: 'GBP', amount: '18', type: 'recurring', model: 'FLAT' } as const;
	world.marketplaceSide.seed({
		products: [
			{
				id: 'PRD-M',
				mpn: 'MPN-M',
				vendor: 'Microsoft',
				serviceName: 'Microsoft 365',
				name: 'Basic',
				prices: [money],
				costs: [money],
				billingPeriod: { type: 'month', duration: 1 },
				subscriptionPeriod: { type: 'year', duration: 1 },
				billingModel: 'chargeBeforeBillingPeriod',
			},
		],
	});
	world.order({ kind: 'sale', customerId: '1', productId: 'PRD-M', quantity: 2, at: '2026-10-01T09:00:00Z' });
	await world.run({ check: { processAutomatically: false } });
	await openPage(pages.customers, world).send({}, { action: 'load' });
});

afterEach(async () => await world.close());

async function follow(page: OpenPage, { location }: PageAnswer): Promise<string> {
	return textOf(await page.show(Object.fromEntries(new URLSearchParams(location.split('?')[1]))));
}

const things = [
	{
		things: 'customers',
		asked: { map: '3' },
		unmapped: { unmap: '3' },
		named: { customerId: '3' },
		find: 'Company',
		chosen: { companyId: '1003' },
		nothing: 'No company is chosen.',
		mapped: 'Customer Customer 3 (3) is mapped to company Company 1003 (1003).',
		question: 'Customer 3 (3) is mapped to Company 1003 (1003).',
		gone: 'is no longer mapped to company Company 1003',
		row: '3,Customer 3,C-3,1003,Company 1003,person',
	},
	{
		things: 'products',
		asked: { do: 'map', product: 'PRD-M', period: 'monthly' },
		unmapped: { do: 'unmap', product: 'PRD-M', period: 'monthly' },
		named: { productId: 'PRD-M', periodType: 'monthly' },
		find: 'Basic',
		chosen: { serviceId: '804' },
		nothing: 'No service is chosen.',
		mapped: 'Product Basic (PRD-M), billed monthly, is mapped to service Basic (804).',
		question: 'Basic (PRD-M), billed monthly, is mapped to Basic (804).',
		gone: 'is no longer mapped to Basic (804)',
		row: 'PRD-M,Basic,MPN-M,monthly,804,Basic,person',
	},
	{
		things: 'charges',
		asked: { do: 'map', kind: 'fee' },
		unmapped: { do: 'unmap', kind: 'fee' },
		named: { kind: 'fee' },
		find: 'Licences',
		chosen: { target: 'billingCode 29680001' },
		nothing: 'Nothing is chosen.',
		mapped: 'Charges of kind fee are booked under Licences (29680001).',
		question: 'Charges that were written stay.',
		gone: 'are no longer booked under Licences',
		row: 'fee,,billingCode,29680001,Licences',
	},
] as const;

describe('a page of mappings', () => {
	it.each(things)('maps one of the $things that is chosen, and takes the mapping away after asking', async (of) => {
		const page = openPage(pages[of.things], world);
		const [chosen = ''] = Object.values(of.chosen);
		expect((await page.show({ ...of.asked, find: of.find })).body).toContain(`value="${chosen}"`);
		const none = await page.send(of.asked, { action: 'map', ...of.named });
		expect([none.statusCode, textOf(none)]).toEqual([422, expect.stringContaining(of.nothing)]);
		expect(await follow(page, await page.send(of.asked, { action: 'map', ...of.named, ...of.chosen }))).toContain(
			of.mapped,
		);
		expect((await page.show({ ...of.asked, find: of.find })).body).toContain(`value="${chosen}" checked`);
		expect((await page.show({ as: 'csv' })).body).toContain(of.row);
		expect(textOf(await page.show(of.unmapped))).toContain(of.question);
		expect(await follow(page, await page.send(of.unmapped, { action: 'unmap', ...of.named }))).toContain(of.gone);
	});

	it.each([
		{ way: 'of its form', send: { asked: { map: '3' }, form: { action: 'map', customerId: '3', companyId: '0' } } },
		{ way: 'of its row', send: { asked: {}, form: { action: 'accept', only: '3', 'to 3': '0' } } },
	])("takes Autotask's own company, whose id is 0, by the choice $way", async ({ send }) => {
		const own = { companyName: 'Our Own Company', companyNumber: '', isActive: true, companyType: 1, currencyID: 1 };
		world.autotaskSide.seed({ Companies: [{ id: 0, ...own }] });
		const page = openPage(pages.customers, world);
		expect((await page.show({ map: '3', find: 'Own' })).body).toContain('value="0"');
		const mapped = await page.send(send.asked, send.form);
		expect(await follow(page, mapped)).toContain('Customer Customer 3 (3) is mapped to company Our Own Company (0).');
		expect((await page.show({ map: '3', find: 'Own' })).body).toContain('value="0" checked');
		expect((await page.show({ as: 'csv' })).body).toContain('3,Customer 3,C-3,0,Our Own Company,person');
	});

	it.each([
		{ things: 'customers', query: { map: '9' }, says: 'The marketplace knows no customer 9.' },
		{ things: 'customers', query: { unmap: '9' }, says: 'Customer 9 is not mapped.' },
		{
			things: 'products',
			query: { do: 'map', product: 'PRD-M', period: 'yearly' },
			says: 'holds product PRD-M in that',
		},
		{ things: 'products', query: { do: 'unmap', product: 'PRD-M', period: 'monthly' }, says: 'holds product PRD-M in' },
	] as const)('says that $things have no such one for $query, and leads back to the list', async (of) => {
		const answer = await openPage(pages[of.things], world).show({ ...of.query, search: 'x', page: '2' });
		expect(textOf(answer)).toContain(of.says);
		expect(answer.body).toContain(`<a href="${of.things}?search=x&amp;page=2">Back to the list</a>`);
	});

	it('keeps what a list was searched for in all its links, and of one that is not searched whether it shows all', async () => {
		const searched = { search: 'Customer', unmapped: 'yes' };
		const { body } = await openPage(pages.customers, world).show(searched);
		for (const more of ['as=csv', 'map=3', 'tick=all'])
			expect(body).toContain(`href="customers?search=Customer&amp;unmapped=yes&amp;${more}"`);
		const fees = await openPage(pages.charges, world).show(searched);
		expect(fees.body).toContain('href="charges?unmapped=yes&amp;as=csv"');
	});

	it('has nothing to load for charges', async () => {
		expect((await openPage(pages.charges, world).send({}, { action: 'load' })).statusCode).toBe(422);
	});
});
