import fc from 'fast-check';

/** The two who look, answer and approve. */
export const people = ['Ann', 'Ben'] as const;
export type Person = (typeof people)[number];

/** Which plan of those that the person has seen of the task is approved; `unseen` is one that nobody was shown. */
export type Which = 'last' | 'first' | 'unseen';

/** What a person sets of a row, or of the whole plan. */
export type Setting =
	| { readonly set: 'price' | 'cost' | 'quantity'; readonly row: number; readonly to: number }
	| { readonly set: 'tick'; readonly row: number; readonly selected: boolean }
	| { readonly set: 'prices'; readonly from: 'autotask' | 'marketplace' }
	| { readonly set: 'twin' | 'takeBack' }
	| { readonly set: 'own' | 'others'; readonly units: number };

/** One step of a story; `nth` counts tasks, or subscriptions, as they come, and begins anew after the last. */
export type Step =
	| { readonly do: 'sale'; readonly product: 0 | 1; readonly quantity: number; readonly setup: boolean }
	| { readonly do: 'change'; readonly nth: number; readonly quantity: number; readonly price: number }
	| { readonly do: 'cancel'; readonly nth: number; readonly refund: boolean }
	| { readonly do: 'cost'; readonly nth: number; readonly cost: number }
	| { readonly do: 'run' | 'sync' | 'restart' | 'swap' | 'uncharge' | 'remap' | 'recode' }
	| { readonly do: 'wait'; readonly hours: number }
	| { readonly do: 'units'; readonly by: number }
	| {
			/** Somebody sets what a unit of the first line costs, so many days from today. */
			readonly do: 'price';
			readonly of: 'Price' | 'Cost';
			readonly to: number;
			readonly days: number;
	  }
	| { readonly do: 'service'; readonly to: number }
	| {
			readonly do: 'settings';
			readonly priceSource: 'autotask' | 'marketplace';
			readonly proration: 'autotask' | 'marketplace';
			readonly costSource: 'subscription' | 'catalogue' | 'none';
	  }
	| { readonly do: 'look'; readonly who: Person }
	| {
			readonly do: 'approve';
			readonly who: Person;
			/** Of one task, or of all that the person has seen. */
			readonly nth: number | 'all';
			readonly which: Which;
			readonly words: string;
			/** Whether it is written in the same call, as the wizard does. */
			readonly now: boolean;
	  }
	| { readonly do: 'answer'; readonly who: Person; readonly nth: number; readonly words: string }
	| { readonly do: 'set'; readonly who: Person; readonly nth: number; readonly setting: Setting }
	| { readonly do: 'ignore' | 'restore'; readonly who: Person; readonly nth: number }
	| { readonly do: 'adopt'; readonly who: Person; readonly linkDifferent: boolean };

/** A world and what happens in it. */
export interface Story {
	/** Units of a line that was there before us. */
	readonly held: number;
	/** Whether two contracts fit from the start. */
	readonly isTwinActive: boolean;
	readonly sameDate: 'refused' | 'accepted';
	readonly steps: readonly Step[];
}

const who = fc.constantFrom(...people);
const nth = fc.nat({ max: 3 });
const units = fc.constantFrom(0, 2, 5, 10, 12);
const prices = fc.constantFrom(17, 18, 19, 20);
const words = fc.oneof(
	{ weight: 5, arbitrary: fc.constant('') },
	{ weight: 3, arbitrary: units.map((own) => `own=${own}`) },
	{ weight: 1, arbitrary: fc.constantFrom('own[PRD-1]=10', 'own[PRD-1]=0', 'onetime') },
	{ weight: 1, arbitrary: fc.constantFrom('contract=20001', 'contract=20002') },
	{ weight: 1, arbitrary: fc.tuple(units, units).map(([others, seen]) => `others=${others}@${seen}`) },
);
const row = fc.nat({ max: 2 });
const setting: fc.Arbitrary<Setting> = fc.oneof(
	fc.record({ set: fc.constantFrom('price' as const, 'cost' as const), row, to: prices }),
	fc.record({ set: fc.constant('quantity' as const), row, to: units }),
	fc.record({ set: fc.constant('tick' as const), row, selected: fc.boolean() }),
	fc.record({
		set: fc.constant('prices' as const),
		from: fc.constantFrom('autotask' as const, 'marketplace' as const),
	}),
	fc.record({ set: fc.constantFrom('twin' as const, 'takeBack' as const) }),
	fc.record({ set: fc.constantFrom('own' as const, 'others' as const), units }),
);

const ordered = fc.oneof(
	fc.record({
		do: fc.constant('sale' as const),
		product: fc.constantFrom(0 as const, 0 as const, 1 as const),
		quantity: fc.integer({ min: 1, max: 12 }),
		setup: fc.boolean(),
	}),
	fc.record({
		do: fc.constant('change' as const),
		nth,
		quantity: fc.integer({ min: 1, max: 15 }),
		price: fc.constantFrom(0, 0, 19, 20),
	}),
	fc.record({ do: fc.constant('cancel' as const), nth, refund: fc.boolean() }),
	fc.record({ do: fc.constant('cost' as const), nth, cost: fc.constantFrom(14, 15) }),
);

const changed = fc.oneof(
	fc.record({ do: fc.constantFrom('swap' as const, 'uncharge' as const, 'remap' as const, 'recode' as const) }),
	fc.record({ do: fc.constant('units' as const), by: fc.constantFrom(-2, 2, 5, 10) }),
	fc.record({
		do: fc.constant('price' as const),
		of: fc.constantFrom('Price' as const, 'Cost' as const),
		to: prices,
		days: fc.constantFrom(-20, 0, 0, 20),
	}),
	fc.record({ do: fc.constant('service' as const), to: prices }),
	fc.record({
		do: fc.constant('settings' as const),
		priceSource: fc.constantFrom('autotask' as const, 'marketplace' as const),
		proration: fc.constantFrom('autotask' as const, 'marketplace' as const),
		costSource: fc.constantFrom('subscription' as const, 'catalogue' as const, 'none' as const),
	}),
);

const said = fc.oneof(
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), who, nth, words }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('set' as const), who, nth, setting }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constantFrom('ignore' as const, 'restore' as const), who, nth }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('adopt' as const), who, linkDifferent: fc.boolean() }) },
);

const approved = fc.record({
	do: fc.constant('approve' as const),
	who,
	nth: fc.oneof(fc.constant('all' as const), nth),
	which: fc.constantFrom('last' as const, 'last' as const, 'first' as const, 'unseen' as const),
	words,
	now: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 3, arbitrary: ordered },
	{ weight: 3, arbitrary: changed },
	{ weight: 3, arbitrary: said },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const), who }) },
	{ weight: 5, arbitrary: approved },
	{ weight: 4, arbitrary: fc.record({ do: fc.constantFrom('run' as const, 'run' as const, 'sync' as const) }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 24, 240, 800) }) },
);

/** Stories that begin with a sale that is found and seen by both: what differs comes after that. */
export const stories: fc.Arbitrary<Story> = fc.record({
	held: fc.constantFrom(0, 0, 10, 12),
	isTwinActive: fc.constantFrom(false, false, true),
	sameDate: fc.constantFrom('refused' as const, 'accepted' as const),
	steps: fc
		.tuple(
			fc.boolean(),
			fc.array(ordered, { minLength: 1, maxLength: 3 }),
			fc.array(step, { minLength: 4, maxLength: 14 }),
		)
		.map(([isConnectedFirst, orders, later]): readonly Step[] => [
			...(isConnectedFirst ? [{ do: 'run' } as const] : []),
			{ do: 'sale', product: 0, quantity: 10, setup: false },
			...orders,
			{ do: 'run' },
			{ do: 'look', who: 'Ann' },
			{ do: 'look', who: 'Ben' },
			...later,
		]),
});

/** A story in lines that a person can read. */
export function told({ steps, ...world }: Story): string {
	return [JSON.stringify(world), ...steps.map((one) => `  ${JSON.stringify(one)}`)].join('\n');
}
