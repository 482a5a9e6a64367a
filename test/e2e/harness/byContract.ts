import { groupBy, mapValues, sumBy } from 'lodash';
import type { LoggedRequest } from '../../../simulators/requestLog';
import type { BilledItem } from './simulators';

/** What was written to each contract as the last parts of the paths, sorted. */
export function writesByContract(writes: readonly LoggedRequest[]): Readonly<Record<string, readonly string[]>> {
	const parts = writes.map(({ path }) => path.split('/').slice(-2));
	return mapValues(
		groupBy(parts, ([contract]) => contract),
		(some) => some.map(([, what = '']) => what).sort(),
	);
}

/** What each contract is billed for a month: amounts by service. */
export function billedByContract(
	items: readonly BilledItem[],
	month: string,
): Readonly<Record<string, Record<string, string>>> {
	const ofMonth = items.filter(({ itemDate }) => itemDate.startsWith(month));
	return mapValues(
		groupBy(ofMonth, ({ contractID }) => contractID),
		(ofContract) =>
			mapValues(
				groupBy(ofContract, ({ serviceID }) => serviceID),
				(ofService) => sumBy(ofService, ({ totalAmount }) => totalAmount).toFixed(2),
			),
	);
}
