import fc from 'fast-check';

/** What happens to seats where they have gone to. */
export interface DrawnLater {
	/** Days after the one before. */
	readonly gap: number;
	readonly quantity: number | undefined;
	/** Pounds. */
	readonly step: number;
}

/** Seats of a subscription that become another product's. */
export interface DrawnMove {
	/** Of which subscription, counted from the first, round and round; and after which of its orders. */
	readonly from: number;
	readonly after: number;
	/** Days after that order's own. */
	readonly later: number;
	/** At most those that there are. */
	readonly units: number;
	/** Which of the other subscriptions gets them; a product of its own where none is drawn, or that one has none. */
	readonly to: number | undefined;
	/** Whether both are products of one subscription, where that one is billed already. */
	readonly isOne: boolean;
	readonly isRefunded: boolean;
	/** By how many pounds they cost more there. */
	readonly step: number;
	/** Of a product of its own. */
	readonly then: readonly DrawnLater[];
}

const steps = fc.constantFrom(0, 0, 1, 2, -1);

const drawnLater: fc.Arbitrary<DrawnLater> = fc.record({
	gap: fc.integer({ min: 0, max: 40 }),
	quantity: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
	step: steps,
});

const move: fc.Arbitrary<DrawnMove> = fc.record({
	from: fc.integer({ min: 0, max: 2 }),
	after: fc.integer({ min: 0, max: 5 }),
	later: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 13, max: 60 })),
	units: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(1000)),
	to: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
	isOne: fc.boolean(),
	isRefunded: fc.boolean(),
	step: steps,
	then: fc.array(drawnLater, { maxLength: 3 }),
});

/** Mostly none. */
export const moves: fc.Arbitrary<readonly DrawnMove[]> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant([]) },
	{ weight: 1, arbitrary: fc.array(move, { minLength: 1, maxLength: 2 }) },
);
