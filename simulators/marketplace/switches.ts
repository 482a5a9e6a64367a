/** Behaviours that the platform's documents leave open, or that differ between its installations. */
export interface MarketplaceSwitches {
	readonly subscriptionKey: 'required' | 'optional';
	readonly creationTimeTo: 'inclusive' | 'exclusive';
	readonly dates: 'utc' | 'platformZone' | 'dayOnly';
	readonly amounts: 'twoDecimals' | 'shortest';
	readonly listOrder: 'stable' | 'reshuffled';
	readonly listDetails: 'shown' | 'hidden';
	readonly largestPage: number;
	readonly overlongPage: 'capped' | 'refused';
	readonly expirationIs: 'dayAfter' | 'lastDay';
	readonly changeQuantity: 'total' | 'difference';
	readonly requestsPerMinute: number;
	readonly overLimit: 'tooManyRequests' | 'forbidden';
	readonly retryAfter: 'sent' | 'absent';
	readonly tokenSeconds: number;
	readonly expiredToken: 401 | 403;
	readonly subscriptionFields: 'all' | 'old';
	readonly lineIds: 'product' | 'own';
}

interface SwitchEntry<Position> {
	/** The position at start. */
	readonly first: Position;
	/** The positions; a number is a count of its own, 0 or more. */
	readonly positions: readonly Position[] | 'count';
	/** Why it is open. */
	readonly why: string;
}

/** Name, positions, default and reason of each switch. */
export const switchTable: { readonly [Name in keyof MarketplaceSwitches]: SwitchEntry<MarketplaceSwitches[Name]> } = {
	subscriptionKey: {
		first: 'required',
		positions: ['required', 'optional'],
		why: 'the key belongs to an API gateway that not every installation has',
	},
	creationTimeTo: {
		first: 'inclusive',
		positions: ['inclusive', 'exclusive'],
		why: 'not documented whether the window includes its end',
	},
	dates: {
		first: 'utc',
		positions: ['utc', 'platformZone', 'dayOnly'],
		why: 'instants may carry Z or the offset of the zone the platform runs in; older installations show the day alone',
	},
	amounts: {
		first: 'twoDecimals',
		positions: ['twoDecimals', 'shortest'],
		why: 'amounts are text of unstated form; the examples show 70.5',
	},
	listOrder: {
		first: 'stable',
		positions: ['stable', 'reshuffled'],
		why: 'no order is promised, so pages of one window may shift',
	},
	listDetails: {
		first: 'shown',
		positions: ['shown', 'hidden'],
		why: 'rows of a list may carry details[], none is required',
	},
	largestPage: { first: 1000, positions: 'count', why: 'no maximum page size is documented' },
	overlongPage: {
		first: 'capped',
		positions: ['capped', 'refused'],
		why: 'not documented what a limit over the maximum does',
	},
	expirationIs: {
		first: 'dayAfter',
		positions: ['dayAfter', 'lastDay'],
		why: 'not documented whether expirationDate is the last day or the day after',
	},
	changeQuantity: {
		first: 'total',
		positions: ['total', 'difference'],
		why: 'not documented whether the quantity of a Change is the new total or the difference',
	},
	requestsPerMinute: { first: 0, positions: 'count', why: 'no rate limit is published; 0 is none' },
	overLimit: {
		first: 'tooManyRequests',
		positions: ['tooManyRequests', 'forbidden'],
		why: 'a gateway answers 429 to a rate and 403 to a used-up quota',
	},
	retryAfter: { first: 'sent', positions: ['sent', 'absent'], why: 'not documented whether Retry-After is sent' },
	subscriptionFields: {
		first: 'all',
		positions: ['all', 'old'],
		why: 'older installations show no expirationDate, billingModel or billingPeriod, and renew two days early',
	},
	lineIds: {
		first: 'product',
		positions: ['product', 'own'],
		why: 'nothing says that details[].productId is the products[].id; only the part number is shared then',
	},
	expiredToken: { first: 401, positions: [401, 403], why: 'a gateway was seen to answer 403 to an expired token' },
	tokenSeconds: { first: 1500, positions: 'count', why: 'the documents show 1500 as an example' },
};

/** All switches in their first position. */
export function firstPositions(): MarketplaceSwitches {
	const entries = Object.entries(switchTable).map(([name, entry]) => [name, entry.first]);
	return Object.fromEntries(entries) as MarketplaceSwitches;
}

/**
 * The switches with some of them moved.
 *
 * @throws RangeError for an unknown name or position.
 */
export function movedSwitches(now: MarketplaceSwitches, moves: Readonly<Record<string, unknown>>): MarketplaceSwitches {
	for (const [name, position] of Object.entries(moves)) {
		const entry = Object.entries(switchTable).find(([known]) => known === name)?.[1];
		if (entry === undefined) throw new RangeError(`unknown switch: ${name}`);
		const allowed: readonly unknown[] | 'count' = entry.positions;
		const known =
			allowed === 'count' ? Number.isInteger(position) && Number(position) >= 0 : allowed.includes(position);
		if (!known) throw new RangeError(`switch ${name} has no position ${String(position)}`);
	}
	return { ...now, ...moves };
}
