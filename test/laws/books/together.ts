import type { Told, ToldProduct } from './told';

/** How far apart changes of two products are drawn that become one order. */
const daysApart = 12;

/** Whether an order can be part of one that changes several products: a change that gives nothing back. */
function isJoinable({ order, task }: Told): boolean {
	return order.kind === 'change' && !order.isRefunded && task === undefined;
}

/** A product's orders with the first of its own that comes about when another product's does in one with that; as they are where none does. */
function joined(told: readonly Told[], lead: Told, task: string): readonly Told[] {
	const at = told.findIndex((one, nth) => {
		const [before, after] = [told[nth - 1], told[nth + 1]];
		const isNear = Math.abs(one.order.on - lead.order.on) <= daysApart;
		return isJoinable(one) && isNear && (before?.at ?? '') < lead.at && lead.at < (after?.at ?? '~');
	});
	const one = told[at];
	return one ? told.with(at, { order: { ...one.order, on: lead.order.on }, at: lead.at, task }) : told;
}

/** Products that one order sells, and changes of theirs that come about at one time as one order. Source: rule T9. */
export function soldTogether([first, ...others]: readonly ToldProduct[]): readonly ToldProduct[] {
	if (!first) return [];
	const named = first.told.map((one, at): Told => (at === 0 || isJoinable(one) ? { ...one, task: `t${at}` } : one));
	const rest = others.map((product): ToldProduct => {
		const [sale, ...later] = product.told;
		const own: readonly Told[] = sale ? [{ ...sale, task: 't0' }, ...later] : [];
		const told = named.slice(1).reduce((so, lead) => (lead.task ? joined(so, lead, lead.task) : so), own);
		return { ...product, told };
	});
	return [{ ...first, told: named }, ...rest];
}
