import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../../simulators/autotask/admin/ledger';

function cents(amount: unknown): number {
	return Math.round(Number(amount) * 100);
}

/** What each contract is billed in each month, and what that costs us, in cents. */
function billedByMonth({ billingItems }: Ledger): Readonly<Record<string, readonly [number, number]>> {
	const sums: Record<string, readonly [number, number]> = {};
	for (const { contract, itemDate, totalAmount, ourCost } of billingItems) {
		const key = `${String(contract)} ${String(itemDate).slice(0, 7)}`;
		const [price, cost] = sums[key] ?? [0, 0];
		sums[key] = [price + cents(totalAmount), cost + cents(ourCost)];
	}
	return sums;
}

/**
 * Whether both bill every contract the same in every month. What one run writes as one change of a day, two runs write
 * on two days, with a charge for the days between: another state of Autotask, and the same bill. Source: rule Q7.
 */
export function areSameAmounts(one: Ledger, other: Ledger): boolean {
	return isDeepStrictEqual(billedByMonth(one), billedByMonth(other));
}
