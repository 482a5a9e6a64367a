import { sortBy, uniq } from 'lodash';
import type { PeriodType } from '../billingPeriod';
import type { Service, ServiceTraits } from '../contract/service';
import type { ProductId } from '../ids';
import { nameLikeness, nameReason, sameName, tellingWords } from './nameLikeness';

/** What is known of a product that needs a service. */
export interface ProductTraits {
	readonly productId: ProductId;
	readonly name: string;
	readonly mpn?: string;
	readonly periodType?: PeriodType;
}

/** A service that may be the product, for a person to confirm. */
export interface ServiceSuggestion {
	readonly service: Service;
	/** 0 to 100. */
	readonly score: number;
	/** What both share, in words. */
	readonly reasons: readonly string[];
}

const scores = { externalId: 100, sku: 95, name: sameName } as const;
const least = 40;

/** What Autotask is asked for: services that share anything with one of the products. At most 80 products. */
export function serviceTraitsOf(products: readonly ProductTraits[]): ServiceTraits {
	const some = products.slice(0, 80);
	return {
		externalIds: uniq(some.map((one) => String(one.productId))),
		skus: uniq(some.flatMap((one) => one.mpn ?? [])),
		words: tellingWords(some.map((one) => one.name)),
	};
}

/**
 * The services that may be the product, best first, at most `most`; none is taken by itself. Only those of the
 * product's own period type.
 *
 * The score is that of the strongest thing both share: external id 100, part number 95, up to 90 by name.
 * Source: rule M4.
 */
export function suggestServices(
	product: ProductTraits,
	services: readonly Service[],
	most = 3,
): readonly ServiceSuggestion[] {
	const usable = services.filter((service) => service.isActive && service.periodType === product.periodType);
	const byName = nameLikeness(
		product.name,
		usable.map(({ id, name }) => ({ key: id, name })),
	);
	const suggestions = usable.map((service): ServiceSuggestion => {
		const name = Math.round(scores.name * (byName.get(service.id) ?? 0));
		const isId = service.externalId === product.productId;
		const isSku = product.mpn !== undefined && service.sku === product.mpn;
		return {
			service,
			score: Math.max(isId ? scores.externalId : 0, isSku ? scores.sku : 0, name),
			reasons: [
				...(isId ? [`external ID is ${product.productId}`] : []),
				...(isSku ? [`SKU is part number ${product.mpn}`] : []),
				...(name >= least ? [nameReason(name)] : []),
			],
		};
	});
	const likely = suggestions.filter((one) => one.score >= least && one.reasons.length > 0);
	return sortBy(likely, [(one) => -one.score, (one) => one.service.name]).slice(0, most);
}
