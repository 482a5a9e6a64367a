import type { PeriodMonths } from '../oracle/days';
import type { World } from '../sync/fixtureWorld';
import { baseCost, basePrice, type Timeline } from './timeline';

/** Products of the simulated marketplace by the months of their billing period. */
const products: Readonly<Record<PeriodMonths, string>> = { 1: 'PRD-1', 3: 'PRD-Q', 6: 'PRD-H', 12: 'PRD-Y' };

export const periodTypes = { 1: 'Monthly', 3: 'Quarterly', 6: 'Semi-Annual', 12: 'Yearly' } as const;

function productName(months: PeriodMonths, nth: number): string {
	return nth === 0 ? products[months] : `${products[months]}-${nth + 1}`;
}

/** The product of a subscription of the timeline: subscriptions that one order sells have a product each. */
export function productOf({ months, isBundle }: Timeline, nth: number): string {
	return productName(months, isBundle ? nth : 0);
}

/** Services and products of longer periods, and those that are sold together, beside what the world has. */
export function seedCatalogue(world: World): void {
	const { billingCodeID } = (world.autotaskSide.state().entities.Services ?? [])[0] ?? {};
	const held = world.marketplaceSide.state().products.find((one) => one.id === 'PRD-1');
	if (!held || billingCodeID === undefined) throw new RangeError('the world has no service or product');
	for (const months of [1, 3, 6, 12] as const)
		for (const nth of [0, 1, 2]) {
			if (nth === 0 && (months === 1 || months === 12)) continue;
			const id = productName(months, nth);
			const [price, cost] = [basePrice[months] / 100, baseCost[months] / 100];
			const service = { name: `Premium ${months}/${nth + 1}`, periodType: periodTypes[months], billingCodeID };
			world.autotaskSide.seed({
				Services: [{ id: 810 + 10 * nth + months, ...service, unitPrice: price, unitCost: cost, externalID: id }],
			});
			const billingPeriod =
				months === 12 ? ({ type: 'year', duration: 1 } as const) : ({ type: 'month', duration: months } as const);
			world.marketplaceSide.seed({ products: [{ ...held, id, mpn: `MPN-${id}`, billingPeriod }] });
		}
}
