import type { Books } from '../books';
import type { Charge } from '../charges';
import type { PaperLine } from '../lines';
import type { Product } from '../products';
import type { Ways } from '../ways';

/** What is billed by one period: on its contracts. */
export interface Side {
	readonly ways: Ways;
	readonly products: readonly Product[];
	readonly lines: readonly PaperLine[];
	readonly charges: readonly Charge[];
}

/** The books by billing period. */
export function sidesOf({ sides, products, lines, charges, waysOf }: Books): readonly Side[] {
	const [only, ...others] = sides;
	if (others.length === 0) return [{ ways: only, products, lines, charges }];
	return sides.map((ways) => {
		const isOurs = ({ contract }: PaperLine) => ways.contracts.some(({ id }) => id === contract.id);
		const own = lines.filter(isOurs);
		const at = lines.map((line) => own.indexOf(line));
		return {
			ways,
			lines: own,
			charges: charges.filter(({ nth }) => waysOf(nth) === ways),
			products: products.flatMap((product, nth) =>
				waysOf(nth) === ways
					? [{ ...product, stays: product.stays.map((stay) => ({ ...stay, line: at[stay.line] ?? -1 })) }]
					: [],
			),
		};
	});
}
