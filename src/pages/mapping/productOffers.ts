import { isPeriodType } from '../../domain/billingPeriod';
import type { ProductId, ServiceId } from '../../domain/ids';
import type { ServiceSuggestion } from '../../domain/mapping/suggestServices';
import { listProductMappings, mapProduct } from '../../sync/mapping/manageProductMappings';
import { refused } from '../../sync/mapping/mappingOutcome';
import type { ResolveProductsOptions } from '../../sync/mapping/matchService';
import { suggestServicesFor } from '../../sync/mapping/suggestMappings';
import type { PagePorts } from '../page';
import { priceText } from './priceCells';
import type { NamedProduct, ProductRow } from './productList';
import { likeliest, type Offer, reasonsText, type Suggesting } from './suggesting';

/** Of a suggestion that is ticked, or chosen, before a person chooses. */
export const sureScore = 95;

function keyOf({ productId, periodType }: NamedProduct): string {
	return `${periodType ?? ''} ${productId}`;
}

function offerOf(
	row: ProductRow,
	suggestions: readonly ServiceSuggestion[],
	waitingTasks: ReadonlyMap<string, number>,
): Offer {
	const { best, isSafe } = likeliest(suggestions, sureScore);
	const key = keyOf({ productId: row.productId, periodType: row.periodType });
	const says = ({ service, ...one }: ServiceSuggestion) => {
		const price = { price: service.unitPrice, cost: service.unitCost, currency: row.currency ?? '' };
		return `${priceText(price)}; ${reasonsText(one, service.id)}`;
	};
	return {
		key,
		label: row.name,
		options: suggestions.map((one) => ({ value: String(one.service.id), label: one.service.name, says: says(one) })),
		chosen: best && String(best.service.id),
		isSafe,
		waitingTasks: waitingTasks.get(key) ?? 0,
	};
}

function isUnmapped({ mapping, periodType }: ProductRow): boolean {
	return !mapping && periodType !== undefined;
}

async function offersFor(rows: readonly ProductRow[], ports: PagePorts): Promise<readonly (Offer | undefined)[]> {
	const unmapped = rows.filter(isUnmapped);
	if (unmapped.length === 0) return rows.map(() => undefined);
	const found = await suggestServicesFor(unmapped, ports);
	const suggested = new Map(found.map(({ product, suggestions }) => [product, suggestions]));
	const waiting = await listProductMappings(ports.inputs.connectionId, ports, { onlyUnmapped: true });
	const counts = new Map(waiting.map((one) => [keyOf({ ...one, periodType: one.periodType }), one.waitingTasks]));
	return rows.map((row) => (isUnmapped(row) ? offerOf(row, suggested.get(row) ?? [], counts) : undefined));
}

/** What products may be mapped to in their list. */
export function offersOfProducts(options: ResolveProductsOptions): Suggesting<ProductRow> {
	return {
		offersFor,
		accept: async ({ key, value, by }, ports) => {
			const { connectionId } = ports.inputs;
			const [, periodType = '', productId = ''] = /^(\w+) (.+)$/s.exec(key) ?? [];
			if (!isPeriodType(periodType) || !/^\d{1,15}$/.test(value))
				return refused(`No service is chosen for product ${productId}.`);
			const wanted = { connectionId, productId: productId as ProductId, serviceId: Number(value) as ServiceId };
			return await mapProduct({ ...options, ...wanted, periodType, by }, ports);
		},
	};
}
