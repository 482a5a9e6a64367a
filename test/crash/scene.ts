import type { MarketplaceAct } from '../../simulators/marketplace/actKinds';
import type { Product } from '../../simulators/marketplace/records';
import type { RunSettings } from '../sync/fixtureRun';
import { companyId, contract, contractId, startWorld, type World, type WorldOptions } from '../sync/fixtureWorld';

/** How the runs of a scene are set: by the marketplace, so that each rise is a charge too, and falls are credited. */
export const sceneSettings: RunSettings = { build: { proration: 'marketplace', syncRefunds: true } };

type Dated = MarketplaceAct & { readonly at: string };
type Later<Act> = Act extends MarketplaceAct
	? Omit<Act, 'subscriptionId' | 'customerId'> & { readonly at: string }
	: never;

/** What happens to one subscription: its sale, what is written of it before the run, and what the run is to write. */
interface Story {
	readonly customer: number;
	/** Default: ten of PRD-1 on 1 October 2026, aligned to the contract. */
	readonly sale?: Partial<Extract<MarketplaceAct, { kind: 'sale' }>>;
	/** Whether the run is to write the sale too. */
	readonly isNew?: boolean;
	readonly before?: readonly Later<MarketplaceAct>[];
	readonly then?: readonly Later<MarketplaceAct>[];
}

const meteredProduct: Product = {
	mpn: 'MPN-U',
	vendor: 'Microsoft',
	id: 'PRD-U',
	serviceName: 'Azure',
	name: 'Metered',
	prices: [{ currency: 'GBP', amount: '1.10', type: 'overuse', model: 'TIERED' }],
	costs: [],
	billingPeriod: { type: 'month', duration: 1 },
	subscriptionPeriod: { type: 'year', duration: 1 },
	billingModel: 'chargeExternalRating',
};

const usage = { kind: 'usage', at: '2026-11-02T08:00:00Z', lines: [{ quantity: 15, unitPrice: '1.10' }] } as const;

/** Every kind of line that a run can write: 30 writes in 18 tasks on nine contracts. */
const allKinds: readonly Story[] = [
	{ customer: 1, then: [{ kind: 'change', quantity: 13, at: '2026-10-16T09:00:00Z' }] },
	{ customer: 1, isNew: true, sale: { quantity: 4, setup: '50.00', at: '2026-10-20T09:00:00Z' } },
	{ customer: 2, then: [{ kind: 'change', quantity: 6, at: '2026-10-11T09:00:00Z' }] },
	{
		customer: 3,
		before: [{ kind: 'change', quantity: 6, at: '2026-10-05T09:00:00Z' }],
		then: [{ kind: 'change', quantity: 12, at: '2026-10-18T09:00:00Z' }],
	},
	{ customer: 4, then: [{ kind: 'change', price: '20.00', cost: '16.00', at: '2026-10-16T09:10:00Z' }] },
	{ customer: 4, isNew: true, sale: { productId: 'PRD-31', quantity: 2, at: '2026-10-19T09:00:00Z' } },
	{ customer: 5, then: [{ kind: 'cancellation', fee: '25.00', refund: true, at: '2026-10-11T10:00:00Z' }] },
	{ customer: 6, then: [{ kind: 'cancellation', at: '2026-10-12T10:00:00Z' }] },
	{ customer: 6, sale: { productId: 'PRD-31', quantity: 3 }, then: [usage] },
	{
		customer: 7,
		sale: { at: '2025-10-15T09:00:00Z' },
		then: [{ kind: 'renewal', quantity: 12, price: '20.00', cost: '16.00', at: '2026-10-15T09:00:00Z' }],
	},
	{
		customer: 8,
		isNew: true,
		sale: { quantity: 7, at: '2026-10-14T09:00:00Z' },
		then: [{ kind: 'change', quantity: 9, at: '2026-10-22T09:00:00Z' }],
	},
	{ customer: 8, isNew: true, sale: { quantity: 5, price: '17.00', setup: '25.00', at: '2026-10-20T09:30:00Z' } },
	{
		customer: 9,
		isNew: true,
		sale: { productId: 'PRD-U', quantity: 1, setup: '50.00', alignedTo: 1, at: '2026-10-13T09:00:00Z' },
		then: [usage],
	},
];

/** A few of them, for runs that are many. */
const someKinds: readonly Story[] = allKinds.filter((story) => [1, 3, 5].includes(story.customer));

/** Which world: every kind of line, or a few. */
export type SceneSize = 'all' | 'some';

function saleOf(story: Story, subscriptionId: string): Dated {
	const at = '2026-10-01T09:00:00Z';
	const usual = { productId: 'PRD-1', quantity: 10, alignedTo: 5, at };
	return { kind: 'sale', ...usual, ...story.sale, customerId: String(story.customer), subscriptionId };
}

/** Lets acts happen in the order of their time. */
function happen(world: World, acts: readonly Dated[]): void {
	for (const act of acts.toSorted((a, b) => (a.at < b.at ? -1 : 1))) world.order(act);
}

async function allSynced(world: World): Promise<void> {
	const open = (await world.tasks()).filter((task) => task.state !== 'synced');
	if (open.length === 0) return;
	throw new RangeError(
		open.map((task) => `${task.kind} ${task.state}: ${task.attention?.message ?? task.note}`).join('; '),
	);
}

/** When the run of a scene takes place. */
export const sceneNow = '2026-11-02T10:00:00.000Z';

/**
 * A world just before a run that writes lines of all kinds: new lines, rises, falls, a scheduled fall taken back, a new
 * price, a renewal, cancellations, usage, and charges and credits of every kind.
 */
export async function startScene(
	size: SceneSize,
	place: Pick<WorldOptions, 'file' | 'place' | 'switches'> = {},
): Promise<World> {
	const stories = size === 'all' ? allKinds : someKinds;
	const companies = Math.max(...stories.map((story) => story.customer));
	const world = await startWorld({
		...place,
		now: '2025-09-20T08:00:00Z',
		zones: ['Zone 14', 'Zone 15'],
		companies,
		contracts: Array.from({ length: companies }, (_, at) =>
			contract({
				id: contractId + at,
				companyID: companyId + at,
				contractName: `Cloud ${at + 1}`,
				startDate: '2025-01-05',
			}),
		),
	});
	world.marketplaceSide.seed({ products: [meteredProduct] });
	const named = stories.map((story, at) => ({ story, id: `sub-${at + 1}` }));
	const later = (acts: readonly Later<MarketplaceAct>[] | undefined, subscriptionId: string) =>
		(acts ?? []).map((act) => ({ ...act, subscriptionId }) as Dated);
	happen(
		world,
		named.flatMap(({ story, id }) => (story.isNew === true ? [] : [saleOf(story, id), ...later(story.before, id)])),
	);
	await world.run(sceneSettings);
	await allSynced(world);
	happen(
		world,
		named.flatMap(({ story, id }) => [...(story.isNew === true ? [saleOf(story, id)] : []), ...later(story.then, id)]),
	);
	world.setNow(sceneNow);
	return world;
}
