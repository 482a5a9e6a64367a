import { sortBy } from 'lodash';
import { groupBy } from '../keyed';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import type { Decimal } from '../money';
import { unitsOn } from '../unitTimeline';
import { type Held, lacksAmount, type LineWrite, withWrites } from './held';

/** What the writes of one day are together: the last price and cost count. */
function together(own: readonly PlannedAdjustment[], on: LineWrite['on']): LineWrite {
	const unitDelta = own.reduce((sum, write) => sum + write.unitDelta, 0);
	const price = own.findLast((write) => write.price !== undefined)?.price;
	const cost = own.findLast((write) => write.cost !== undefined)?.cost;
	return { on, unitDelta, ...(price === undefined ? {} : { price }), ...(cost === undefined ? {} : { cost }) };
}

/** Whether the day holds it all already, or holds no unit that a price or cost would be for. */
function isNothing({ on, unitDelta, price, cost }: LineWrite, held: Held): boolean {
	const isLacking = (of: 'price' | 'cost', amount: Decimal | undefined) =>
		amount !== undefined && lacksAmount(held, of, on, amount);
	return unitDelta === 0 && (unitsOn(held.units, on) === 0 || !(isLacking('price', price) || isLacking('cost', cost)));
}

/** A price or cost that is to hold from a day on which the line holds no unit, for those that come later. */
interface Open {
	readonly price?: LineWrite;
	readonly cost?: LineWrite;
}

function openAfter(open: Open, write: LineWrite): Open {
	return {
		...open,
		...(write.price === undefined ? {} : { price: write }),
		...(write.cost === undefined ? {} : { cost: write }),
	};
}

/** The write with what is open and would else be what the line held before: unless the line has another step since. */
function withOpen(write: LineWrite, open: Open, held: Held): LineWrite {
	const amountOf = (of: 'price' | 'cost') => {
		const { [of]: since } = open;
		const isOld = since && held[of].some(({ from }) => since.on < from && from <= write.on);
		return write[of] ?? (isOld ? undefined : since?.[of]);
	};
	const [price, cost] = [amountOf('price'), amountOf('cost')];
	return { ...write, ...(price === undefined ? {} : { price }), ...(cost === undefined ? {} : { cost }) };
}

/**
 * The changes that the plans of a line make together: one for a day, oldest first.
 *
 * `held` is what Autotask holds now. Days on which they come to nothing are left out; a price of one on which the line holds no
 * unit comes with the next ones. Source: rule Q7.
 */
export function netWrites(planned: readonly PlannedAdjustment[], held: Held): readonly PlannedAdjustment[] {
	const days = sortBy(Object.values(groupBy(planned, 'on')), (own) => own[0]?.on);
	let now = held;
	let open: Open = {};
	return days.flatMap((own): PlannedAdjustment[] => {
		const [first] = own;
		if (!first) return [];
		const net = together(own, first.on);
		const unitsBefore = unitsOn(now.units, first.on);
		if (isNothing(net, now)) {
			if (unitsBefore === 0) open = openAfter(open, net);
			return [];
		}
		const write = unitsBefore === 0 ? withOpen(net, open, now) : net;
		open = {};
		now = withWrites(now, [write]);
		return [{ ...write, unitsBefore, unitsAfter: unitsBefore + write.unitDelta }];
	});
}
