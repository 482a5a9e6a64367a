import { nothingOwed } from '../../../../src/domain/owed/owed';
import type { OracleTerms } from '../../../oracle/orders';
import type { Event } from '../events';
import { dayOf, ofCents } from '../orders';
import { placeOf } from '../events';
import type { Asked, Product } from '../products';

/** What ends or begins a billing period of a product, as the planner sees it. Source: rule Q11. */
export function otherPeriodOf(
	{ priceSource }: Pick<OracleTerms, 'priceSource'>,
	event: Pick<Event, 'id' | 'at' | 'order' | 'effect' | 'movedOn'>,
	{ before, was }: { readonly before: Pick<Product, 'owed'>; readonly was: Pick<Product, 'ended'> | undefined },
): Asked {
	const { id, order, effect, movedOn } = event;
	const on = dayOf(movedOn ?? effect.on);
	const cost = order.cost === undefined ? {} : { cost: ofCents(order.cost) };
	const isRated = order.kind === 'begins' && priceSource === 'marketplace';
	return {
		ordered: {
			id,
			place: placeOf(event),
			kind: 'change',
			on,
			period: { start: dayOf(effect.period.start), nextStart: dayOf(effect.period.next) },
			isPosted: false,
			risesOn: on,
			fallsOn: on,
			quantity: order.quantity,
			before: before.owed.seats.at(-1)?.units ?? 0,
			isMove: true,
			isCredited: false,
			...(isRated ? { rate: { price: ofCents(order.price), ...cost } } : {}),
		},
		period: order.kind === 'ends' ? 'ends' : { was: was?.ended ?? nothingOwed },
	};
}
