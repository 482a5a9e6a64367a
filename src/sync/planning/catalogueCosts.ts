import { uniq } from 'lodash';
import type { Money } from '../../domain/money';
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

/** Catalogue costs of the products whose cost has to come from there. Source: rule A4. */
export async function readCatalogueCosts(
	batch: BatchFacts,
	settings: BuildSettings,
	ports: BuildPorts,
): Promise<Readonly<Record<string, Money>>> {
	const wanted = hasUnknownCost(batch, settings);
	if (wanted.length === 0) return {};
	const catalogue = await ports.marketplace.catalogue(uniq(wanted.map((product) => product.mpn)));
	return Object.fromEntries(
		catalogue.flatMap((product) => {
			const recurring = product.costs.find((cost) => cost.type === 'recurring');
			return recurring ? [[product.id as string, recurring.cost]] : [];
		}),
	);
}
