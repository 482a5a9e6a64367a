import { uniq } from 'lodash';
import { keyed } from '../../domain/keyed';
import type { Money } from '../../domain/money';
import type { CatalogueProduct } from '../../domain/order/order';
import type { BatchFacts } from './batchFacts';
import type { BuildPorts, BuildSettings } from './buildSettings';

function hasUnknownCost(
	batch: BatchFacts,
	settings: BuildSettings,
): readonly { readonly productId: string; readonly mpn: string }[] {
	const isMarketplaces = [settings, ...batch.chain.map((task) => task.answers)].some(
		({ priceSource }) => priceSource === 'marketplace',
	);
	if (!isMarketplaces || settings.costSource === 'none') return [];
	const products = batch.subscriptions.flatMap((subscription) => subscription.products);
	const wanted = products.filter((product) => settings.costSource === 'catalogue' || product.unitCost === undefined);
	return wanted.flatMap((product) =>
		product.mpn === undefined ? [] : [{ productId: product.productId, mpn: product.mpn }],
	);
}

/** Costs by product, and why some could not be read, by product, too. */
export interface CatalogueCosts {
	readonly catalogueCosts: Readonly<Record<string, Money>>;
	readonly unreadCosts: ReadonlyMap<string, string>;
}

/** Catalogue costs of the products whose cost has to come from there. Source: rule A4. */
export async function readCatalogueCosts(
	batch: BatchFacts,
	settings: BuildSettings,
	ports: BuildPorts,
): Promise<CatalogueCosts> {
	const wanted = hasUnknownCost(batch, settings);
	if (wanted.length === 0) return { catalogueCosts: {}, unreadCosts: new Map() };
	const unread = new Map<string | undefined, string>();
	const catalogue = await ports.marketplace.catalogue(uniq(wanted.map((product) => product.mpn)), ({ known, why }) =>
		unread.set(known.mpn, why),
	);
	const isWanted = (product: CatalogueProduct) =>
		wanted.some(({ productId, mpn }) => productId === product.id && mpn === product.mpn);
	const costs = catalogue.filter(isWanted).flatMap((product) => {
		const recurring = product.costs.find((cost) => cost.type === 'recurring');
		return recurring ? [[product.id, recurring.cost] as const] : [];
	});
	const unreadCosts = wanted.flatMap(({ productId, mpn }) => {
		const why = unread.get(mpn);
		return why === undefined ? [] : [[productId, why] as const];
	});
	return { catalogueCosts: keyed(costs), unreadCosts: new Map(unreadCosts) };
}
