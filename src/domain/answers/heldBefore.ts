import type { Attention } from '../attention';
import type { ProductId } from '../ids';
import { asWord, wordRead } from './taskEntry';

/** The next step where nothing tells how many units of a product there were before the order. Source: rule Q8. */
export function heldStep(product: ProductId): string {
	return ` Wait for it, or retry the task with own[${asWord(product)}]=<units it held>.`;
}

/** The product that `heldStep` asks of; none where the cause asks something else. */
export function heldAskedIn({ message }: Pick<Attention, 'message'>): ProductId | undefined {
	const [, product] = /own\[([^\]]+)\]=<units it held>/.exec(message) ?? [];
	return product === undefined ? undefined : (wordRead(product) as ProductId);
}
