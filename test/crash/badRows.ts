import { groupBy, isEqual, mapValues, omitBy, pickBy } from 'lodash';
import type { Json, JsonObject } from '../../simulators/http';
import type { Spoil } from '../../simulators/spoil';
import { loadCustomers } from '../../src/sync/mapping/loadCustomers';
import { loadServicePlans } from '../../src/sync/mapping/loadServicePlans';
import { connection } from '../sync/fixtureClients';
import { approveAndSync, retry, type RunSettings } from '../sync/fixtureRun';
import { companyId, contract, startWorld, type World } from '../sync/fixtureWorld';
import { below, oneOf, type Random, seeded } from './seeded';

/** What a customer buys, and where it is billed. */
interface Buyer {
	readonly customer: string;
	readonly product: string;
	readonly service: number;
	readonly contract: number;
	readonly company: number;
}

const buyers: readonly Buyer[] = [
	{ customer: '1', product: 'PRD-1', service: 801, contract: 20001, company: companyId },
	{ customer: '2', product: 'PRD-B', service: 804, contract: 20011, company: companyId + 1 },
	{ customer: '3', product: 'PRD-31', service: 803, contract: 20021, company: companyId + 2 },
];

/** A list of either system: which of its rows are a buyer's, and its fields. */
interface List {
	readonly side: 'marketplaceSide' | 'autotaskSide';
	readonly path: string;
	readonly where: (buyer: Buyer) => Readonly<Record<string, Json>>;
	readonly fields: readonly string[];
}

const orderFields = ['id', 'orderNumber', 'type', 'customerId', 'creationDate', 'provisioningDate', 'status'];
const detailFields = [
	'details',
	'details.0',
	'details.0.type',
	'details.0.quantity',
	'details.0.unitPrice',
	'details.0.extendedPrice.amount',
	'details.0.extendedPrice.currency',
	'products',
	'products.0.id',
	'products.0.quantity',
	'products.0.name',
	'subscriptionId',
];
const subscriptionFields = [
	'id',
	'name',
	'customerId',
	'status',
	'creationDate',
	'renewalDate',
	'lastModifiedDate',
	'expirationDate',
	'billingPeriod',
	'billingPeriod.duration',
	'subscriptionPeriod.duration',
];

const lists: readonly List[] = [
	{
		side: 'marketplaceSide',
		path: '/orders$',
		where: ({ customer }) => ({ customerId: customer }),
		fields: orderFields,
	},
	{
		side: 'marketplaceSide',
		path: '/orders/',
		where: ({ customer }) => ({ customerId: customer }),
		fields: [...orderFields, ...detailFields],
	},
	{
		side: 'marketplaceSide',
		path: '/orders',
		where: ({ customer }) => ({ customerId: customer }),
		fields: orderFields,
	},
	{
		side: 'marketplaceSide',
		path: '/subscriptions$',
		where: ({ customer }) => ({ customerId: customer }),
		fields: subscriptionFields,
	},
	{
		side: 'marketplaceSide',
		path: '/subscriptions',
		where: ({ customer }) => ({ customerId: customer }),
		fields: [...subscriptionFields, 'products', 'products.0.quantity', 'products.0.unitPrice.amount'],
	},
	{
		side: 'marketplaceSide',
		path: '/customers',
		where: ({ customer }) => ({ id: customer }),
		fields: ['id', 'externalId', 'name', 'taxRegId', 'contactPersons', 'contactPersons.0.email'],
	},
	{
		side: 'marketplaceSide',
		path: '/products',
		where: ({ product }) => ({ id: product }),
		fields: ['id', 'mpn', 'name', 'costs', 'costs.0.amount', 'costs.0.currency', 'costs.0.type'],
	},
	{
		side: 'autotaskSide',
		path: '/Companies/query',
		where: ({ company }) => ({ id: company }),
		fields: ['id', 'companyName', 'companyNumber', 'isActive', 'currencyID'],
	},
	{
		side: 'autotaskSide',
		path: '/Contracts/query',
		where: (buyer) => ({ id: buyer.contract }),
		fields: [
			'id',
			'companyID',
			'billToCompanyID',
			'contractName',
			'contractPeriodType',
			'status',
			'startDate',
			'endDate',
		],
	},
	{
		side: 'autotaskSide',
		path: '/ContractServices/query',
		where: (buyer) => ({ contractID: buyer.contract }),
		fields: ['id', 'contractID', 'serviceID', 'internalDescription', 'invoiceDescription'],
	},
	{
		side: 'autotaskSide',
		path: '/ContractServiceUnits/query',
		where: (buyer) => ({ contractID: buyer.contract }),
		fields: [
			'contractID',
			'contractServiceID',
			'serviceID',
			'startDate',
			'endDate',
			'units',
			'price',
			'cost',
			'approveAndPostDate',
		],
	},
	{
		side: 'autotaskSide',
		path: '/Services/query',
		where: ({ service }) => ({ id: service }),
		fields: ['id', 'name', 'periodType', 'isActive', 'unitPrice', 'unitCost', 'externalID'],
	},
	{
		side: 'autotaskSide',
		path: '/ContractCharges/query',
		where: (buyer) => ({ contractID: buyer.contract }),
		fields: ['id', 'contractID', 'internalPurchaseOrderNumber', 'unitPrice', 'unitQuantity', 'datePurchased'],
	},
	{
		side: 'autotaskSide',
		path: '/Currencies/query',
		where: () => ({ id: 2 }),
		fields: ['id', 'name', 'isInternalCurrency', 'exchangeRate'],
	},
];

/** Values that no field of either API has. */
const unreadable: readonly Json[] = [
	{},
	[],
	[null],
	{ value: 1 },
	'\ud800',
	'a\0b',
	'x'.repeat(100_000),
	'9'.repeat(100_000),
];
/** Values that some field has. */
const odd: readonly Json[] = [
	null,
	'',
	' ',
	-1,
	0,
	1e21,
	1.5,
	true,
	'10:00',
	'2026',
	'9999-12-31',
	'0001-01-01T00:00:00Z',
	'9999-99-99',
	'constructor',
	'__proto__',
	'NaN',
];

interface Damage {
	readonly victim: Buyer;
	readonly list: List;
	readonly spoil: Spoil;
	/** Before which of the steps the rows are spoilt. */
	readonly from: number;
	readonly what: string;
}

/** What a row says of itself wherever it is asked for, so that nothing contradicts it: it is another customer's. */
const believed = ['/orders customerId', '/Contracts/query companyID'];

/** What the same field says in a row of another buyer; undefined for fields that tell nobody apart. */
function valueOfOther({ path, where }: List, field: string, other: Buyer): Json | undefined {
	if (believed.includes(`${path} ${field}`)) return undefined;
	const known: Readonly<Record<string, Json>> = {
		...where(other),
		serviceID: other.service,
		companyID: other.company,
		'products.0.id': other.product,
	};
	return known[field];
}

function spoilOf(list: List, field: string, victim: Buyer, random: Random): Omit<Spoil, 'where'> {
	const draw = random();
	const others = buyers.filter((buyer) => buyer !== victim);
	const foreign = draw > 0.85 ? valueOfOther(list, field, oneOf(others, random)) : undefined;
	if (foreign !== undefined) return { set: { [field]: foreign } };
	if (draw < 0.1) return { instead: oneOf([null, 'row', 7, []], random) };
	if (draw < 0.25) return { drop: [field] };
	if (draw < 0.32) return { twin: { [field]: oneOf([...unreadable, ...odd], random) } };
	return { set: { [field]: oneOf(draw < 0.65 ? unreadable : odd, random) } };
}

function damageOf(seed: number): Damage {
	const random = seeded(seed);
	const victim = oneOf(buyers, random);
	const list = oneOf(lists, random);
	const field = oneOf(list.fields, random);
	const spoil = { where: list.where(victim), ...spoilOf(list, field, victim, random) };
	const what = `customer ${victim.customer}, ${list.path}, ${field}: ${JSON.stringify(spoil).slice(0, 120)}`;
	return { victim, list, spoil, from: below(steps.length, random), what };
}

const settings: RunSettings = {
	check: { sweep: 'everyCheck' },
	build: { proration: 'marketplace', costSource: 'catalogue' },
};

type Step = (world: World, subscriptions: Map<string, string>) => void;

/** What happens, each followed by a run. */
const steps: readonly Step[] = [
	(world, subscriptions) => {
		for (const [at, { customer, product }] of buyers.entries()) {
			const when = `2026-10-01T09:0${at}:00Z`;
			const act = { kind: 'sale', customerId: customer, productId: product, quantity: 10, at: when } as const;
			subscriptions.set(customer, world.order({ ...act, setup: '50.00' }).subscriptionId);
		}
	},
	(world, subscriptions) => {
		for (const [at, { customer }] of buyers.entries())
			world.order({
				kind: 'change',
				subscriptionId: subscriptions.get(customer) ?? '',
				quantity: 13 + at,
				at: `2026-10-16T09:0${at}:00Z`,
			});
	},
	(world, subscriptions) => {
		for (const [at, { customer }] of buyers.entries())
			world.order({
				kind: 'change',
				subscriptionId: subscriptions.get(customer) ?? '',
				quantity: 9,
				at: `2026-10-22T09:0${at}:00Z`,
			});
	},
];

/** What is known of each buyer: its tasks, what was written, what is billed. */
interface Own {
	readonly tasks: readonly string[];
	readonly adjustments: readonly string[];
	readonly charges: readonly string[];
	readonly billed: readonly string[];
}

type Books = Readonly<Record<string, Own>>;

function amountsOf(
	rows: readonly JsonObject[] | undefined,
	fields: readonly string[],
	contractId: number,
): readonly string[] {
	return (rows ?? [])
		.filter((row) => row.contractID === contractId)
		.map((row) => fields.map((field) => String(row[field] ?? '')).join(' '))
		.sort();
}

async function booksOf(world: World): Promise<Books> {
	const tasks = await world.tasks();
	const { entities, contractServiceAdjustments } = world.autotaskSide.state();
	const lineIds = new Map((entities.ContractServices ?? []).map((line) => [line.id, line.contractID]));
	const adjustments = contractServiceAdjustments.map((one): JsonObject => ({
		...one,
		contractID: lineIds.get(one.contractServiceID ?? null) ?? null,
	}));
	const books = buyers.map(({ customer, contract: id }): readonly [string, Own] => [
		customer,
		{
			tasks: tasks
				.filter((task) => task.customerId === customer)
				.map((task) => `${task.id} ${task.kind} ${task.state} ${task.attention?.message ?? task.note ?? ''}`)
				.sort(),
			adjustments: amountsOf(adjustments, ['effectiveDate', 'unitChange', 'adjustedUnitPrice'], id),
			charges: amountsOf(entities.ContractCharges, ['datePurchased', 'unitPrice', 'unitCost'], id),
			billed: amountsOf(entities.BillingItems, ['itemDate', 'totalAmount', 'ourCost'], id),
		},
	]);
	return Object.fromEntries(books);
}

async function runAll(world: World, wrong: string[], when: string): Promise<void> {
	try {
		await loadCustomers(connection.connectionId, world);
		await loadServicePlans(connection.connectionId, world);
		await world.run(settings);
		await approveAndSync(world, () => '', settings);
	} catch (error) {
		wrong.push(
			`${when} threw ${error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'no error'}`,
		);
	}
}

/** The whole story, with one row spoilt from a step on and mended at the end. */
async function play(damage?: Damage): Promise<{ readonly spoilt: Books; readonly mended: Books; wrong: string[] }> {
	const contracts = buyers.map((buyer) => contract({ id: buyer.contract, companyID: buyer.company }));
	const world = await startWorld({ companies: buyers.length, contracts });
	const wrong: string[] = [];
	try {
		const subscriptions = new Map<string, string>();
		for (const [at, step] of steps.entries()) {
			if (damage?.from === at)
				world[damage.list.side].addFault({
					path: damage.list.path,
					times: 0,
					action: { kind: 'spoilRows', spoils: [damage.spoil] },
				});
			step(world, subscriptions);
			await runAll(world, wrong, `step ${at + 1}`);
		}
		const spoilt = await booksOf(world);
		for (const side of [world.marketplaceSide, world.autotaskSide]) side.clearFaults();
		for (const day of ['25', '26', '27']) {
			world.setNow(`2026-10-${day}T09:00:00Z`);
			const waiting = (await world.tasks()).filter(({ state }) => state === 'attention' || state === 'failed');
			if (waiting.length > 0) await retry(waiting.map(({ id }) => id).join('\n'), world);
			await runAll(world, wrong, `mended on the ${day}th`);
		}
		world.post('2026-11-30');
		return { spoilt, mended: await booksOf(world), wrong };
	} finally {
		await world.close();
	}
}

/** What of the books of others than the victim is not as it would be without the bad row. */
function changedOf(other: Books, undisturbed: Books, victim: string, when: string): readonly string[] {
	const others = (books: Books) =>
		mapValues(
			omitBy(books, (_, customer) => customer === victim),
			(own) => JSON.stringify(own),
		);
	const expected = others(undisturbed);
	const changed = pickBy(others(other), (own, customer) => own !== expected[customer]);
	return Object.entries(changed).map(
		([customer, own]) => `${when}, customer ${customer}: ${own}, without the bad row ${expected[customer]}`,
	);
}

/** Fields of words: whatever is not known is one of them, and the row can be read. */
const words = ['type', 'status', 'billingModel', 'costs.0.type', 'details.0.type'];

/** Fields of lists: an empty one says that there is nothing. */
const listFields = ['details', 'products', 'costs', 'contactPersons'];

/** Tasks, and what is billed of each month; on which days of it depends on when a row was mended. */
function sumsOf(own: Own | undefined): unknown {
	const months = groupBy(own?.billed ?? [], (line) => line.slice(0, 7));
	const sums = mapValues(months, (lines) =>
		lines.reduce((sum, line) => sum + Math.round(Number(line.split(' ')[1]) * 100), 0),
	);
	return { tasks: own?.tasks, sums };
}

/** What the victim itself lost: what could not be read is what it would have been, once it is mended. */
function lostBy({ victim, spoil }: Damage, mended: Books, undisturbed: Books): readonly string[] {
	const [field = '', value] = Object.entries(spoil.set ?? {})[0] ?? [];
	if (words.includes(field) || (listFields.includes(field) && isEqual(value, []))) return [];
	if (!unreadable.some((one) => one === value)) return [];
	// What waits for a person says why: an order that comes after later ones of its subscription is one to look at.
	if (mended[victim.customer]?.tasks.some((task) => !task.endsWith(' synced '))) return [];
	const [own, expected] = [mended, undisturbed].map((books) => JSON.stringify(sumsOf(books[victim.customer])));
	return own === expected ? [] : [`its own customer once it is mended: ${own}, without the bad row ${expected}`];
}

/** What came of many bad rows. */
export interface BadRowsReport {
	readonly seeds: number;
	/** Seeds whose bad row made a difference to its own customer. */
	readonly felt: number;
	readonly wrong: readonly string[];
}

/** Spoils one row for each seed: nobody but its customer may feel it. */
export async function spoilRows(options: {
	readonly firstSeed: number;
	readonly count: number;
	readonly said?: (line: string) => void;
}): Promise<BadRowsReport> {
	const undisturbed = await play();
	const wrong: string[] = [...undisturbed.wrong];
	let felt = 0;
	for (let seed = options.firstSeed; seed < options.firstSeed + options.count; seed += 1) {
		const damage = damageOf(seed);
		const { customer } = damage.victim;
		const played = await play(damage);
		if (JSON.stringify(played.spoilt[customer]) !== JSON.stringify(undisturbed.spoilt[customer])) felt += 1;
		const lines = [
			...played.wrong,
			...changedOf(played.spoilt, undisturbed.spoilt, customer, 'while it is bad'),
			...changedOf(played.mended, undisturbed.mended, customer, 'once it is mended'),
			...lostBy(damage, played.mended, undisturbed.mended),
		].map((line) => `seed ${seed}, ${damage.what}: ${line}`);
		wrong.push(...lines);
		for (const line of lines) options.said?.(line);
		if (seed % 100 === 0) options.said?.(`seed ${seed}, ${wrong.length} wrong`);
	}
	return { seeds: options.count, felt, wrong };
}
