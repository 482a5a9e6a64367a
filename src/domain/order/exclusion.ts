import type { Instant, ProductId, SubscriptionId } from '../ids';
import type { Subscription } from './order';

/** What can be excluded: one subscription, or a product in all subscriptions of the connection. */
export type ExcludedThing =
	{ readonly kind: 'subscription'; readonly id: SubscriptionId } | { readonly kind: 'product'; readonly id: ProductId };

/** What is never billed, who said so, and why. Source: rule T7. */
export type Exclusion = ExcludedThing & {
	/** As it was known when it was excluded. */
	readonly name: string;
	readonly reason: string;
	readonly by: string;
	readonly at: Instant;
};

/** The exclusion of that very thing, where there is one. */
export function exclusionOf(exclusions: readonly Exclusion[], { kind, id }: ExcludedThing): Exclusion | undefined {
	return exclusions.find((one) => one.kind === kind && one.id === id);
}

/** Which exclusion covers the product on that subscription: the subscription's own comes first. */
export function exclusionOfProduct(
	exclusions: readonly Exclusion[],
	on: { readonly subscriptionId: SubscriptionId | undefined; readonly productId: ProductId },
): Exclusion | undefined {
	const { subscriptionId, productId } = on;
	const whole = subscriptionId && exclusionOf(exclusions, { kind: 'subscription', id: subscriptionId });
	return whole ?? exclusionOf(exclusions, { kind: 'product', id: productId });
}

/** The subscription with the products that are billed; undefined where it is excluded, or all that it holds. */
export function billedPart<Of extends Pick<Subscription, 'id' | 'products'>>(
	subscription: Of,
	exclusions: readonly Exclusion[],
): Of | undefined {
	const { id: subscriptionId, products } = subscription;
	if (exclusionOf(exclusions, { kind: 'subscription', id: subscriptionId })) return undefined;
	const billed = products.filter(({ productId }) => !exclusionOfProduct(exclusions, { subscriptionId, productId }));
	if (billed.length === products.length) return subscription;
	return billed.length === 0 ? undefined : { ...subscription, products: billed };
}

/** What it is called in a sentence. */
export function thingText({ kind, id }: ExcludedThing, name: string): string {
	if (name === '' || name === id) return `${kind} ${id}`;
	return kind === 'product' ? `${kind} ${name} (${id})` : `${kind} ${id} (${name})`;
}

/** How it is named in a list, and read again. */
export function excludedName({ kind, id }: ExcludedThing): string {
	return `${kind}:${id}`;
}

/** Reads such a name; undefined for any other text. */
export function readExcludedName(text: string): ExcludedThing | undefined {
	const [, kind, id] = /^(subscription|product):(.+)$/.exec(text.trim()) ?? [];
	if (id === undefined) return undefined;
	return kind === 'product' ? { kind, id: id as ProductId } : { kind: 'subscription', id: id as SubscriptionId };
}
