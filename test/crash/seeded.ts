/** Numbers that depend on the seed alone: at least 0, below 1. */
export type Random = () => number;

/** A generator of such numbers. Source: mulberry32, public domain. */
export function seeded(seed: number): Random {
	let state = Math.imul(seed, 0x9e3779b1) >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A whole number from 0 up to, not including, the count. */
export function below(count: number, random: Random): number {
	return Math.floor(random() * count);
}

/** One of a list that is not empty. */
export function oneOf<Item>(items: readonly Item[], random: Random): Item {
	const item = items[below(items.length, random)];
	if (item === undefined) throw new RangeError('nothing to choose from');
	return item;
}

/** About that share of the items, at least one of them, in their order. */
export function someOf<Item>(items: readonly Item[], share: number, random: Random): readonly Item[] {
	const wanted = Math.max(1, Math.round(items.length * share));
	const drawn = items.map((item, at) => ({ at, item, draw: random() })).sort((a, b) => a.draw - b.draw);
	return drawn
		.slice(0, wanted)
		.sort((a, b) => a.at - b.at)
		.map(({ item }) => item);
}
