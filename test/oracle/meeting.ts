import type { Course, Rate } from './course';
import type { DayNumber } from './days';
import { effectOf, type Effect } from './effects';
import type { OracleContract, OracleOrder, OracleSubscription, OracleTerms } from './orders';
import { valueOn } from './steps';

/** What an order is read with. */
export interface Setting {
	readonly contract: Pick<OracleContract, 'start' | 'months'>;
	readonly subscription: OracleSubscription;
	readonly terms: OracleTerms;
}

/** An order where it meets what the ones before it left. */
export interface Meeting {
	readonly setting: Setting;
	readonly order: OracleOrder;
	readonly effect: Effect;
	readonly before: Course;
	/** Seats on the line and seats paid for, on the day. */
	readonly held: number;
	readonly paid: number;
	/** Price and cost that the order brings. */
	readonly rate: Rate;
	/** From when more seats, and from when fewer are on the line. */
	readonly risesOn: DayNumber;
	readonly fallsOn: DayNumber;
}

/** Rule A3: whose price and cost are billed. */
function rateOf(order: OracleOrder, { cost }: Course, terms: OracleTerms): Rate {
	if (terms.priceSource === 'autotask') return { price: terms.servicePrice, cost: terms.serviceCost };
	return { price: order.price, cost: order.cost ?? cost.at(-1)?.value ?? terms.serviceCost };
}

/** Rules A8 and A9: more seats are on the line from the day, or, where the marketplace prorates, from E. */
export function meetingOf(setting: Setting, before: Course, order: OracleOrder): Meeting {
	const effect = effectOf(setting.contract, setting.subscription, order);
	const { on, period, fallsOn } = effect;
	return {
		setting,
		order,
		effect,
		before,
		held: valueOn(before.line, on),
		paid: valueOn(before.owed, on),
		rate: rateOf(order, before, setting.terms),
		risesOn: setting.terms.proration === 'autotask' || on === period.start ? on : period.next,
		fallsOn,
	};
}
