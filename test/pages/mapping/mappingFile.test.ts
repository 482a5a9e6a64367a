import { charges } from '../../../src/pages/mapping/charges';
import { customers } from '../../../src/pages/mapping/customers';
import { mappingPage } from '../../../src/pages/mapping/mappingPage';
import { products } from '../../../src/pages/mapping/products';
import type { PageAnswer } from '../../../src/pages/pageAnswer';
import { openPage, textOf } from '../openPage';
import { customerOf, openSeen, seeMany, type SeenWorld } from './seenWorld';

const pages = {
	customers: mappingPage(customers),
	products: mappingPage(products({ severalProducts: 'refuse' })),
	charges: mappingPage(charges),
};
type Name = keyof typeof pages;
const file = { do: 'csv' };

let world: SeenWorld;

beforeEach(async () => {
	world = await openSeen({ sold: 2 });
});

afterEach(async () => await world.close());

async function look(name: Name, csv: string): Promise<PageAnswer> {
	return await openPage(pages[name], world).send(file, { action: 'look', csv });
}

function fieldIn({ body }: PageAnswer, name: string): string {
	return new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
}

async function apply(name: Name, shown: PageAnswer): Promise<PageAnswer> {
	const form = { action: 'apply', kept: fieldIn(shown, 'kept'), seen: fieldIn(shown, 'seen') };
	return await openPage(pages[name], world).send(file, form);
}

/** What the page says of each row, as `line what name | now | then`. */
function rowsIn({ body }: PageAnswer): readonly string[] {
	const cells = (row: string) =>
		[...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textOf({ body: cell } as PageAnswer).trim());
	const rows = [...body.matchAll(/<tr><td data-label="Line".*?<\/tr>/gs)].map(([row]) => cells(row));
	return rows.map(([line, what, name, now, then]) => `${line} ${what} ${name} | ${now} | ${then}`);
}

const head = {
	customers: 'customer id,company id,company,automatic',
	products: 'product id,billed,service id,service',
	charges: 'kind,product id,booked under,id,name',
} as const;

describe('a file of mappings', () => {
	it.each([
		{
			things: 'customers',
			rule: 'a company that there is not, one of another name, one that is none',
			csv: '2,9999,,\n3,1002,Company 1003,\n1,twelve,,',
			counts: '0 new, 0 changed, 0 unchanged, 3 refused',
			rows: [
				'2 refused Customer 2 (2) | - | Autotask has no company 9999; choose another one.',
				'3 refused Customer 3 (3) | - | Company 1002 is called Company 1002 in Autotask, not Company 1003.',
				'4 refused Customer 1 (1) | - | "twelve" is no company ID.',
			],
		},
		{
			things: 'customers',
			rule: 'new, changed, unchanged, and a row without a company',
			csv: '2,1002,company  1002,no\n1,1003,,\n3,,,\n',
			counts: '1 new, 1 changed, 1 unchanged, 0 refused',
			rows: [
				'3 changed Customer 1 (1) | Company 1001 (1001) | Company 1003 (1003)',
				'2 new Customer 2 (2) | - | Company 1002 (1002), held for approval',
			],
		},
		{
			things: 'customers',
			rule: 'doubles: the same once, different ones never; a customer that nobody knows',
			csv: '2,1002,,\n2,1002,,\n3,1003,,\n3,1002,,\n77,1002,,\n,1002,,',
			counts: '1 new, 0 changed, 0 unchanged, 5 refused',
			rows: [
				'3 refused 2 | - | Line 2 says the same already.',
				'4 refused 3 | - | Lines 4, 5 map it to different things.',
				'5 refused 3 | - | Lines 4, 5 map it to different things.',
				'6 refused 77 | - | No such customer is known. Load the customers from the marketplace first.',
				'7 refused - | It does not say what is mapped.',
				'2 new Customer 2 (2) | - | Company 1002 (1002)',
			],
		},
		{
			things: 'products',
			rule: 'another period, another name, a period that Autotask does not have',
			csv: 'PRD-M,monthly,802,\nPRD-M,yearly,802,Basic\nPRD-M,5 x month,804,',
			counts: '0 new, 0 changed, 0 unchanged, 3 refused',
			rows: [
				'2 refused Basic (PRD-M), billed monthly | - | Service Premium yearly (802) is yearly, the product is billed monthly; choose a service of that period type.',
				'3 refused PRD-M (PRD-M), billed yearly, in no subscription yet | - | Service 802 is called Premium yearly in Autotask, not Basic.',
				'4 refused PRD-M (PRD-M), billed 5 x month, in no subscription yet | - | Autotask has no period 5 x month. Bill it by hand.',
			],
		},
		{
			things: 'products',
			rule: 'several products on one service',
			csv: 'PRD-M,monthly,804,Basic\nPRD-N,monthly,804,Basic\nPRD-O,monthly,803,',
			counts: '1 new, 0 changed, 0 unchanged, 2 refused',
			rows: [
				'2 refused Basic (PRD-M), billed monthly | - | Service Basic (804) carries product PRD-N (PRD-N) already; choose another service, or allow several products on one service.',
				'3 refused PRD-N (PRD-N), billed monthly, in no subscription yet | - | Service Basic (804) carries product Basic (PRD-M) already; choose another service, or allow several products on one service.',
				'4 new PRD-O (PRD-O), billed monthly, in no subscription yet | - | Dear (803)',
			],
		},
		{
			things: 'charges',
			rule: 'a kind that there is not, a code that is none of material, one of another name',
			csv: 'fees,,billingCode,29680001,\nfee,,billingCode,29680002,\ncredit,,billingCode,29680001,Setup\nfee,PRD-M,billingCode,29680001,Licences',
			counts: '1 new, 0 changed, 1 unchanged, 2 refused',
			rows: [
				'2 refused fees | - | There is no kind fees of charges.',
				'3 refused Charges of kind fee | - | The billing code Subscriptions (29680002) is no material code; a charge takes a material code or a product.',
				'5 new Charges of kind fee of product PRD-M | - | Licences (29680001)',
			],
		},
	] as const)('of $things says row by row what it would change: $rule', async ({ things, csv, counts, rows }) => {
		const shown = await look(things, `${head[things]}\n${csv}`);
		expect(shown.statusCode).toBe(200);
		expect(rowsIn(shown)).toEqual(rows.map((row) => row.replace('refused - |', 'refused  | - |')));
		expect(textOf(shown)).toContain(counts);
		expect(await world.store.customerMappings(world.connectionId)).toHaveLength(1);
	});

	it.each([
		{ rule: 'no text', csv: ' ', says: 'There is no text.' },
		{
			rule: 'no such columns',
			csv: 'customer,company\n1,2',
			says: 'The first line names no column customer id, company id.',
		},
		{ rule: 'quotes that do not end', csv: `${head.customers}\n"2,1002`, says: 'This cannot be read as CSV:' },
	])('is refused as a whole, and what was pasted stays: $rule', async ({ csv, says }) => {
		const shown = await look('customers', csv);
		expect(textOf(shown)).toContain(says);
		expect(shown.body).toContain('<textarea');
	});

	it.each([
		{ rule: 'semicolons', csv: 'Customer ID;Company ID\r\n2;1002\r\n' },
		{
			rule: 'tabs, other columns, another order, a mark at the start',
			csv: '\uFEFFcompany id\tx\tcustomer id\n1002\t\t2',
		},
	])('is read as a spreadsheet saves it: $rule', async ({ csv }) => {
		expect(rowsIn(await look('customers', csv))).toEqual(['2 new Customer 2 (2) | - | Company 1002 (1002)']);
	});

	it('is taken by one button, as it was shown, and its tasks are planned', async () => {
		const shown = await look('products', `${head.products}\nPRD-M,monthly,804,Basic\nPRD-N,monthly,803,`);
		expect(shown.body).toContain('>Map 2 rows</button>');
		const done = await apply('products', shown);
		expect(done.location).toMatch(/^tasks\?view=planning&/);
		expect(decodeURIComponent(done.location)).toContain('2+mappings+were+taken+from+the+file.+2+tasks');
		expect(await world.store.productMappings(world.connectionId)).toMatchObject([
			{ productId: 'PRD-M', serviceId: 804, productName: 'Basic', mappedBy: 'person' },
			{ productId: 'PRD-N', serviceId: 803 },
		]);
		const log = await world.store.readLog(world.connectionId);
		expect(log.filter(({ by }) => by === 'Jane Doe').map(({ message }) => message)).toContain(
			'Product Basic (PRD-M), billed monthly, is mapped to service Basic (804).',
		);
	});

	it('changes nothing where something else changed since it was shown, and shows it anew', async () => {
		const shown = await look('customers', `${head.customers}\n1,1003,,`);
		await openPage(pages.customers, world).send({}, { action: 'map', customerId: '1', companyId: '1002' });
		const refused = await apply('customers', shown);
		expect([refused.statusCode, textOf(refused)]).toEqual([422, expect.stringContaining('is not what you saw')]);
		expect(rowsIn(refused)).toEqual([
			'2 changed Customer 1 (1) | Company 1002 (1002), held for approval | Company 1003 (1003), held for approval',
		]);
		expect((await apply('customers', refused)).statusCode).toBe(303);
		expect(await world.store.customerMappings(world.connectionId)).toMatchObject([{ companyId: 1003 }]);
	});

	it('takes no rows that the page did not give', async () => {
		const page = openPage(pages.customers, world);
		for (const kept of ['', 'abc', Buffer.from('{}').toString('base64')])
			expect((await page.send(file, { action: 'apply', kept, seen: 'x' })).statusCode).toBe(422);
	});

	it('reads back unchanged what the list exported, formulas in names included', async () => {
		world.marketplaceSide.seed({ customers: [customerOf(8, '=HYPERLINK("x")'), customerOf(9, '\'+1; a, "b"')] });
		await world.store.saveCustomerMapping({
			connectionId: world.connectionId,
			customerId: '8' as never,
			customerName: '=HYPERLINK("x")',
			companyId: 1003 as never,
			companyName: '@SUM(A1)',
			mappedBy: 'person',
			processAutomatically: false,
			mappedAt: world.clock.now(),
		});
		await openPage(pages.customers, world).send({}, { action: 'load' });
		for (const name of ['customers', 'products', 'charges'] as const) {
			const { body, contentType } = await openPage(pages[name], world).show({ as: 'csv' });
			expect(contentType).toBe('text/csv; charset=utf-8');
			expect(body).not.toMatch(/(^|[,;\n"])[=+@]/);
			const shown = await look(name, body);
			expect(textOf(shown)).toContain('0 new, 0 changed, ');
			expect(textOf(shown)).toContain('0 refused');
			expect(shown.body).not.toMatch(/>Map [\d,]+ rows?</);
		}
	});

	it('of 10,000 mappings is exported, shown and taken, on pages under 200 kB', async () => {
		await seeMany(world, 10_000);
		const rows = Array.from(
			{ length: 10_000 },
			(_, at) => `${10_000 + at},${1001 + (at % 3)},Company ${1001 + (at % 3)},`,
		);
		const shown = await look('customers', [head.customers, ...rows].join('\n'));
		expect(textOf(shown)).toContain('10,000 new, 0 changed, 0 unchanged, 0 refused');
		expect(shown.body.length).toBeLessThan(200_000);
		expect((await apply('customers', shown)).statusCode).toBe(303);
		expect((await world.store.countMapped(world.connectionId)).customers.mapped).toBe(10_001);
		const { body } = await openPage(pages.customers, world).show({ as: 'csv' });
		const again = await look('customers', body);
		expect(textOf(again)).toContain('0 new, 0 changed, 10,003 unchanged, 0 refused');
	});
});
